import pytest
from django.core.management import CommandError, call_command

from reviews.management.commands.lifecycles import PAGE, TABLES, page


@pytest.fixture
def root(settings, tmp_path):
    settings.ROOT = tmp_path
    return tmp_path


def test_the_page_in_the_repository_shows_the_tables():
    call_command("lifecycles", "--check", verbosity=0)


def test_the_page_has_every_verb_of_every_table():
    text = page()

    for table in TABLES:
        assert f"## {table.noun.capitalize()}" in text
        assert all(f"| {verb.replace('_', ' ')} |" in text for verb in table.verbs())


def test_the_command_writes_the_page_that_its_check_accepts(root, capsys):
    call_command("lifecycles")
    call_command("lifecycles", "--check")

    assert (root / PAGE).read_text(encoding="utf-8") == page()
    assert "is current" in capsys.readouterr().out


def test_the_check_refuses_a_missing_and_an_outdated_page_and_writes_nothing(root):
    with pytest.raises(CommandError, match="run `manage"):
        call_command("lifecycles", "--check")
    assert not (root / PAGE).exists()

    call_command("lifecycles")
    (root / PAGE).write_text("something else", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("lifecycles", "--check")
    assert (root / PAGE).read_text(encoding="utf-8") == "something else"
