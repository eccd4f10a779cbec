"""The addresses that lead to an article besides its own."""

from collections.abc import Collection

from django.db import models

from claims.models.articles import Article


class ArticleAddress(models.Model):
    """An address an article had before its canonical one was read: a redirect, a link with a tail.

    A feed goes on announcing it. Without this row each such item would be taken
    in a second time.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="addresses")
    url = models.URLField(max_length=2000, help_text="As it was announced or handed in, tracking removed.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url"], name="article_address_leads_to_one_article")]

    def __str__(self) -> str:
        return self.url


def known_among(urls: Collection[str]) -> set[str]:
    """Return those of these addresses (as `urls.tidy` writes them) that lead to an article there is."""
    own = Article.objects.filter(url__in=urls).values_list("url", flat=True)
    former = ArticleAddress.objects.filter(url__in=urls).values_list("url", flat=True)
    return {*own, *former}


def article_at(url: str) -> Article | None:
    """Return the article that this address leads to."""
    own = Article.objects.filter(url=url).first()
    return own or Article.objects.filter(addresses__url=url).first()
