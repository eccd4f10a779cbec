"""Where a claim would do harm if it were false and believed, until the desk changes it."""

from typing import Final, NamedTuple


class Area(NamedTuple):
    slug: str
    name: str
    gravity: float  # 1 is the gravest
    keywords: tuple[str, ...]
    patterns: tuple[str, ...] = ()


REPUTATION: Final = "reputation"  # every allegation hurts a name
# Telling people to hurt somebody or themselves: checking it in public spreads it while few have seen it.
INCITES: Final = "incitement"


def _area(slug: str, name: str, gravity: float, words: str) -> Area:
    return Area(slug, name, gravity, tuple(words.split()))


AREAS: Final[tuple[Area, ...]] = (
    _area(
        "life-and-health",
        "life and health",
        1.0,
        """
        dead died dies deadly death* kill* injur* wound* casualt* victim* disease* virus* epidemic*
        pandemic* vaccin* cancer* hospital* poison* toxic* medicine* drug drugs overdose* suicid* doctor*
        patient* lives infection* tote toten krankenhaus* morts blessés hôpital* muertos heridos hospitales
        """,
    ),
    _area(
        "violence-or-hate",
        "violence or hate",
        1.0,
        """
        attack* terror* bomb* massacre* shooting* gunm* militant* hate hatred racis* antisemit* islamophob*
        genocid* lynch* riot* militia* extremis* invad* invasion* war wars tortur* rape* murder* krieg*
        angriff* guerre* attentat* guerra* atentado*
        """,
    ),
    _area(
        "children",
        "children",
        0.9,
        """
        child children minors infant* toddler* pupil* kindergarten* schoolchild* teenager* paedophil*
        pedophil* kinder enfants niños
        """,
    ),
    _area(
        "elections",
        "elections",
        0.8,
        """
        election* electoral ballot* vote votes voted voter* voting referendum* turnout candidate* wahl
        wahlen élection* elecciones
        """,
    ),
    _area(
        "crisis-and-public-safety",
        "crisis and public safety",
        0.8,
        """
        earthquake* flood* wildfire* hurricane* explosion* evacuat* nuclear radiation outbreak* emergenc*
        disaster* blackout* derail* shortage* famine* drought* police arrest* erdbeben* séisme* terremoto*
        """,
    ),
    _area(
        "money-and-fraud",
        "money and fraud",
        0.6,
        """
        fraud* scam* tax taxes taxpayer* pension* inflation price prices wage wages budget* debt* bank banks
        crypto* invest invested investor* investment* subsid* corrupt* brib* embezzl* dollar* euro euros
        rent rents steuer* impôt* impuesto*
        """,
    ),
    _area(
        REPUTATION,
        "reputation",
        0.5,
        """
        accus* alleg* lied liar* cheat* scandal* convict* indict* harass* abus* resign* conceal* cover-up
        """,
    ),
    Area(
        INCITES,
        "incitement",
        0.0,
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
