"""The ground's tables: people, keys, events, jobs, answers already given."""

from factcheck.models.captures import Capture, CaptureFile, CaptureRemoval
from factcheck.models.events import CHAIN_HEAD, Chained, Event
from factcheck.models.hosts import Host, HostSlot
from factcheck.models.jobs import Heartbeat, Job, JobStatus
from factcheck.models.people import ApiKey, User
from factcheck.models.requests import IdempotencyKey

__all__ = [
    "CHAIN_HEAD",
    "ApiKey",
    "Capture",
    "CaptureFile",
    "CaptureRemoval",
    "Chained",
    "Event",
    "Heartbeat",
    "Host",
    "HostSlot",
    "IdempotencyKey",
    "Job",
    "JobStatus",
    "User",
]
