"""Buttons and bylines are told from sentences that begin alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.furniture import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "click me!",
        "Tap to resize",
        "Latest Videos",
        "By Team Asianet Newsable  |  First Published Mar 28, 2024, 4:16 PM IST",
        "By Ann Doe",
        "Read also: Minister says 40 percent of schools are closed.",
        "ALSO READ | The storm in pictures",
        "We use cookies to give you the best experience on our website.",
        "By clicking Accept you agree to our terms and to 143 partners.",
        "Subscribe to our newsletter.",
        "Published: 12 May 2024",
        "5 min read",
        "6 May 2025, 10:00 BST",
        "Tuesday, Mar 28, 2024 4:16 PM IST",
        "Photo: Ann Doe",
        "(Reuters)",
        "https://example.org/a?b=1",
        "#news @desk #1",
        "© 2024 Example Media. All rights reserved.",
        "OSLO, May 2 (Agency) -",
        "Lesen Sie auch: Streik am Montag",
        "Lire aussi : la grève",
        "* * *",
        "By Melissa Tran and Joe Bruckner, Staff Writers",
        "By Reporters in Port Sariel",
        "by: KRVO Staff",
        "Exclusive by Danny Moss in Leeds",
        "Staff writer Alan Pike contributed to this report.",
        "Kitty Marsh contributed research.",
        "Additional reporting by Priya Nair",
        "(Reporting by Ann Hale in Oslo and Bo Moss in Rome; editing by Di Roe)",
        "(With inputs from PTI)",
        "Email newsdesk@gazette.example",
        "Follow Danny Moss on X",
        "Follow AP's full coverage of the vote at https://www.example.org/vote",
        "A version of this article appears in print on Page A1.",
        "This story has been updated.",
        "Anyone with information is asked to call the hotline at 555-0142.",
        "SOURCE: News agencies",
        "SPORT | FOOTBALL FINANCE",
        "17.31 BST",
        "Notes to editors",
        "",
    ],
)
def test_the_furniture_of_a_page_is_known(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Published on Monday, the report says that 40 percent of schools are closed.",
        "More about 300 of them was never known, the court found in its ruling.",
        "Sponsored by the senator, the bill passed in 2020 with 51 votes.",
        "Copyright law was changed in 2019.",
        "By 2019 the bridge was closed.",
        "By the end of March, 40 schools had closed.",
        "Share prices fell by 12 percent.",
        "Crime fell.",
        "On 6 May 2025 it rained.",
        "Four dead in Oslo fire, police say.",
        "Russia accuses US of cover-up in terror attack on Moscow",
        "Kriminalität sank 2020 um 12 Prozent",
        "Research by Oxford University found that 40 percent of pupils fail.",
        "By Monday night the fire had spread to 40 homes.",
        "From Paris to Rome, hotels raised prices by 12 percent.",
        "Written by hand, the will left everything to the dog.",
        "Sources in the ministry said the bridge was closed.",
        "Email is used by 80 percent of adults.",
        "This report was written by the ministry.",
        "This story was told to the jury by three witnesses.",
        "Key events were cancelled in 40 towns.",
    ],
)
def test_a_sentence_of_the_story_is_left_alone(line):
    assert not is_furniture(line)


@settings(max_examples=50)
@given(line=st.text("#1a @h:/tps.", max_size=3).map(lambda piece: piece * 3000))
def test_long_lines_are_judged_at_once(line):
    assert is_furniture(line) in (True, False)
