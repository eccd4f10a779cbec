import pytest

from claims.ingestion.furniture import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "click me!",
        "Tap to resize",
        "Latest Videos",
        "ADVERTISEMENT",
        "Read also: Ten things to know about the vote",
        "Also Read | Ten things to know about the vote",
        "Lire aussi : Dix choses à savoir",
        "À lire également",
        "Lesen Sie auch: Zehn Dinge",
        "Leia também",
        "Follow us on Facebook and Twitter",
        "Sign up for our newsletter to get the news first.",
        "© 2024 Example Post",
        "Share this article",
        "• • •",
    ],
)
def test_lines_of_the_page_are_furniture(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "He said no.",
        "Read also how the court ruled in 2019, he told reporters.",
        "Watch sales fell by ten percent in March.",
        "Related parties must be named, the law says.",
        "Advertisement spending rose to 3.2 billion euros.",
        "Print editions will end in May.",
        "The video was shared 30,000 times.",
        "Comments by the minister caused anger.",
        "Sign up for our newsletter: " + "x" * 200,
    ],
)
def test_sentences_of_the_article_are_not(line):
    assert not is_furniture(line)
