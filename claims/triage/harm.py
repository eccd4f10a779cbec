"""Where a claim would do harm if it were false and believed."""

from typing import Final

from claims.triage.keywords import Words, keywords_of

# 1 is the gravest.
HARMS: Final[dict[str, float]] = {
    "life and health": 1.0,
    "violence or hate": 1.0,
    "children": 0.9,
    "elections": 0.8,
    "crisis and public safety": 0.8,
    "money and fraud": 0.6,
    "reputation": 0.5,
}
_HARM_LISTS: Final = {
    "life and health": """
        dead died dies deadly death* kill* injur* wound* casualt* victim* disease* virus* epidemic*
        pandemic* vaccin* cancer* hospital* poison* toxic* medicine* drug drugs overdose* suicid* doctor*
        patient* lives infection* tote toten krankenhaus* morts blessés hôpital* muertos heridos hospitales
    """,
    "violence or hate": """
        attack* terror* bomb* massacre* shooting* gunm* militant* hate hatred racis* antisemit* islamophob*
        genocid* lynch* riot* militia* extremis* invad* invasion* war wars tortur* rape* murder* krieg*
        angriff* guerre* attentat* guerra* atentado*
    """,
    "children": """
        child children minors infant* toddler* pupil* kindergarten* schoolchild* teenager* paedophil*
        pedophil* kinder enfants niños
    """,
    "elections": """
        election* electoral ballot* vote votes voted voter* voting referendum* turnout candidate* wahl
        wahlen élection* elecciones
    """,
    "crisis and public safety": """
        earthquake* flood* wildfire* hurricane* explosion* evacuat* nuclear radiation outbreak* emergenc*
        disaster* blackout* derail* shortage* famine* drought* police arrest* erdbeben* séisme* terremoto*
    """,
    "money and fraud": """
        fraud* scam* tax taxes taxpayer* pension* inflation price prices wage wages budget* debt* bank banks
        crypto* invest invested investor* investment* subsid* corrupt* brib* embezzl* dollar* euro euros
        rent rents steuer* impôt* impuesto*
    """,
    "reputation": """
        accus* alleg* lied liar* cheat* scandal* convict* indict* harass* abus* resign* conceal* cover-up
    """,
}
_HARM_WORDS: Final = keywords_of(tuple((area, tuple(listed.split())) for area, listed in _HARM_LISTS.items()))
# Telling people to hurt somebody or themselves: checking it in public spreads it while few have seen it.
_INCITES: Final = keywords_of(
    (
        (
            "incites",
            (
                "kill all",
                "kill them all",
                "hang them",
                "burn them",
                "drink bleach",
                "drink disinfectant",
                "inject bleach",
            ),
        ),
    )
)


def harms_of(wording: str, *, kind: str = "") -> list[str]:
    """Return the areas in which the claim could do harm, the gravest first; every allegation hurts a name."""
    return harms_among(Words.of(wording), kind=kind)


def harms_among(words: Words, *, kind: str = "") -> list[str]:
    """Return the same for words that were read already."""
    names = _HARM_WORDS.among(words) | ({"reputation"} if kind == "allegation" else set())
    return [name for name in HARMS if name in names]


def incite(words: Words) -> bool:
    """Say whether they tell people to hurt somebody or themselves."""
    return bool(_INCITES.among(words))
