"""The lint knows the ways out of this machine that are not the fetcher."""

import ast
import json
import subprocess
import sys

import pytest

from tests.source_code import ROOT, nodes

PLANTED = """
import aiohttp
import curl_cffi
import ftplib
import http.client
import httpcore
import httplib2
import httpx
import imaplib
import poplib
import pycurl
import requests
import smtplib
import socket
import urllib.request
import urllib.robotparser
import urllib3
import websockets
import xmlrpc.client
from asyncio import open_connection
from courlan import check_url
from courlan.network import redirection_test
from htmldate import find_date
from http import client
from httpx import get
from lxml.etree import parse
from lxml.html import parse
from requests.adapters import HTTPAdapter
from socket import create_connection
from trafilatura import fetch_response
from trafilatura import fetch_url
from trafilatura.downloads import add_to_compressed_dict
from trafilatura.feeds import find_feed_urls
from trafilatura.sitemaps import sitemap_search
from trafilatura.spider import focused_crawler
from urllib import request
from urllib.request import urlopen
from urllib3.util import Retry
from warcio.capture_http import capture_http
"""
USED = """
import asyncio
import courlan
import lxml.html
import trafilatura
from lxml import etree

trafilatura.fetch_url("http://a.example/")
trafilatura.downloads.fetch_url("http://a.example/")
lxml.html.parse("http://a.example/")
etree.parse("http://a.example/")
courlan.check_url("http://a.example/")
asyncio.open_connection("a.example", 80)
"""
HARMLESS = """
import lxml.html
import trafilatura
from courlan import extract_domain
from io import BytesIO
from lxml import etree
from urllib.parse import urlsplit

trafilatura.bare_extraction("<p>Hello</p>")
lxml.html.fromstring("<p>Hello</p>")
etree.fromstring(b"<a/>")
"""


def flagged(source: str, *, at: str) -> set[int]:
    """The lines that the project's own lint calls a way out, were the source to stand at `at`."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251"]
    ran = subprocess.run(
        [*command, "--output-format", "json", "--stdin-filename", at, "-"],
        input=source,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
    )
    return {finding["location"]["row"] for finding in json.loads(ran.stdout) if finding["code"] == "TID251"}


def numbered(source: str, *starting: str) -> set[int]:
    return {n for n, line in enumerate(source.splitlines(), 1) if line.startswith(starting)}


@pytest.mark.parametrize("room", ["claims/ingestion", "reviews/actions", "config", "factcheck"])
def test_another_client_is_refused_by_the_lint(room):
    lines = {n: line for n, line in enumerate(PLANTED.splitlines(), 1) if line}

    found = flagged(PLANTED, at=f"{room}/planted.py")

    assert [line for n, line in lines.items() if n not in found] == []


def test_a_client_reached_through_a_library_is_refused_by_the_lint():
    calls = numbered(USED, "trafilatura.", "lxml.html.parse", "etree.", "courlan.", "asyncio.")

    assert len(calls) == 6
    assert flagged(USED, at="claims/ingestion/planted.py") == calls


def test_what_those_libraries_do_without_a_network_is_allowed():
    assert flagged(HARMLESS, at="claims/ingestion/planted.py") == set()


def test_the_fetcher_itself_may():
    assert flagged("import httpcore\nimport socket\n", at="factcheck/net/planted.py") == set()


def test_feedparser_is_only_ever_given_a_stream():
    """It fetches a text that is a URL and opens one that is a path; no lint knows its arguments."""
    calls = [
        node
        for _, node in nodes(ast.Call)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "feedparser.parse"
    ]
    taken_out = {path for path, node in nodes(ast.ImportFrom) if getattr(node, "module", "") == "feedparser"}

    assert calls
    given = {ast.unparse(call.args[0]).partition("(")[0] for call in calls}
    assert given <= {"BytesIO", "io.BytesIO"}
    assert taken_out == set()
