"""Articles pushed by another system: many in a call, one result for each."""

from typing import Any

from rest_framework import serializers

from claims.serializers.articles import SubmitArticle
from factcheck.api.serializers import StrictSerializer

MOST_PUSHED = 100


class _AsItCame(serializers.Field[Any, Any, Any, Any]):
    """A value that is looked at later, by itself."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class PushArticles(StrictSerializer):
    """Up to 100 articles, each as it would come alone. What is wrong with one holds up no other."""

    items = serializers.ListField(
        child=_AsItCame(allow_null=True), min_length=1, max_length=MOST_PUSHED, help_text="SubmitArticles."
    )


class PushArticlesSchema(StrictSerializer):
    """The same, for the schema: what each item is."""

    items = SubmitArticle(many=True)


class PushedArticle(serializers.Serializer[Any]):
    index = serializers.IntegerField(help_text="Its place among the items, from 0.")
    result = serializers.ChoiceField(choices=["added", "known", "refused"])
    article = serializers.UUIDField(allow_null=True, help_text="The article there now; null if refused.")
    problem = serializers.DictField(
        allow_null=True, help_text="Why it was refused: the problem document that it would get alone."
    )


class PushedArticles(serializers.Serializer[Any]):
    added = serializers.IntegerField()
    known = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = PushedArticle(many=True)
