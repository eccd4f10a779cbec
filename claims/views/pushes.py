"""Articles by API push: many in a call, as one JSON object or as JSON lines."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

import orjson
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.models import Article
from claims.serializers.articles import SubmitArticle
from claims.serializers.pushes import MOST_PUSHED, PushArticles, PushArticlesSchema, PushedArticles
from claims.views.feeds import BringsSources
from factcheck import clock
from factcheck.api import json
from factcheck.api.errors import Malformed, TooLarge, answer
from factcheck.api.parsers import BulkJson
from factcheck.api.serializers import read
from factcheck.api.views import Resource
from factcheck.errors import Refusal


class JsonLines(BulkJson):
    """One JSON object a line. A line that cannot be read is refused by itself, an empty one passed over."""

    media_type = "application/x-ndjson"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the lines under `items`. Raises TooLarge, Malformed."""
        body = stream.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise TooLarge(f"The body is larger than {self.max_bytes} bytes.")
        lines = [line for line in body.split(b"\n") if line.strip()]
        if len(lines) > MOST_PUSHED:
            raise Malformed(f"There are {len(lines)} lines; at most {MOST_PUSHED} in a call.", "too_many")
        return {"items": [self._read(line) for line in lines]}

    def _read(self, line: bytes) -> Any:
        try:
            return json.loads(line, max_nodes=json.MAX_NODES)
        except json.BadJson as bad:
            return bad


class Pushes(Resource):
    """Articles that another system brings."""

    model = Article
    serializer_class = PushedArticles
    permission_classes = [BringsSources]
    parser_classes = [BulkJson, JsonLines]

    @extend_schema(
        operation_id="v1_articles_push",
        request={"application/json": PushArticlesSchema, JsonLines.media_type: SubmitArticle},
        responses=PushedArticles,
    )
    def create(self, request: Request) -> Response:
        """Take in up to 100 articles, each to be read soon, with one result for each."""
        items = read(PushArticles, request)["items"]
        at = clock.now()
        results = [{"index": index, **self._one(item, at)} for index, item in enumerate(items)]
        counts = Counter(str(one["result"]) for one in results)
        return Response({name: counts[name] for name in ("added", "known", "refused")} | {"results": results})

    def _one(self, item: Any, at: datetime) -> dict[str, Any]:
        try:
            if isinstance(item, Refusal):
                raise item
            given = SubmitArticle(data=item)
            given.is_valid(raise_exception=True)
            article, new = actions.push_article(**given.validated_data, by=self.user, at=at)
        except (ValidationError, Refusal) as refused:
            problem = answer(refused)
            told = orjson.loads(problem.content) if problem else None
            return {"result": "refused", "article": None, "problem": told}
        return {"result": "added" if new else "known", "article": article.uuid, "problem": None}
