"""Given names by which a person is a he or a she where the article does not say so."""

from functools import lru_cache
from typing import Final

from claims.attribution.lexicon import words

# What stands behind a name without being part of it, and what is part of it but not the family's.
HONOURS: Final = words("kc qc mp mps msp mep mla td md phd obe mbe cbe frs dds esq esq. jd rn cpa faia sc dl")
_GENERATIONS: Final = words("jr jr. sr sr. ii iii iv")


@lru_cache(maxsize=4096)
def family_name(name: str) -> str:
    """Return the last word of a name, in lower case, that is no "Jr."."""
    given = name.casefold().split()
    while len(given) > 1 and given[-1] in _GENERATIONS:
        given.pop()
    return given[-1] if given else ""


FEMALE_NAMES: Final = words(
    """
    abigail adriana agnes aiko aisha alexandra alice alicia allison alma amal amanda amara amber amelia
    amina aminah amy ana anastasia andrea angela anita ann anna annalena anne anneke anneliese annika
    antonia ashley astrid audrey ayesha barbara beatrice beatriz becky bella bernadette beth betty
    beverly bianca birgit blessing bonnie brenda bridget brigitte britt brittany brooke camila camille
    carla carmen carol caroline carolyn catherine cecilia celia chantal charlotte chelsea cheryl chiara
    chloe christina christine cindy claire clara claudia colleen connie cornelia courtney crystal
    cynthia daisy dana daniela danielle daphne debbie deborah debra deirdre delia denise diana diane
    dina dolores donna doris dorothy ebony edith eileen elaine eleanor elena eliza elizabeth ella ellen
    elsa emilia emilie emily emma erica erin esther ethel eugenia eunice eva evelyn fatima fatou felicia
    fiona florence frances francesca freya funmi gabriela gail gemma genevieve georgia geraldine gertrud
    gina giorgia gisela gladys gloria grace greta gretchen gwen halina hanna hannah harriet hazel
    heather heidi helen helena helga henrietta hilary hilda hildur hillary hodan holly ida ilse imogen
    ines inez inga inger ingrid irene irina iris irma isabel isabella isabelle ivana ivy jacinda
    jacqueline jamila jane janet janice jasmine jeanne jennifer jenny jessica jessie jill joan joanna
    joanne jocelyn josephine joyce judith judy julia juliana julie juliet julieta kamala karen karin
    kate kathleen kathryn kathy katie katja kayla kayleigh kelly kemi kimberly kirsten kristen kristin
    lakshmi lara latoya laura lauren layla leah leila lena leonie lia liis lillian lily linda linh lisa
    liz lois lorraine louisa louise lucia lucinda lucy lydia lynn mabel madeleine madison magdalena
    maggie maja mandy marcia margaret margarita margot maria mariam marianne marie marina marion marisol
    marjorie marlene marta martha martina mary maude maureen maxine maya meera megan mei melinda melissa
    mercedes mia michelle mildred mina mireille miriam moira molly monica monique muriel nadia nadine
    nancy naomi natalia natalie natasha ngozi nicola nicole nina nino nora norma odette olga olive
    olivia pamela patricia patti patty paula paulina pauline pearl penelope penny petra phoebe phyllis
    pia polly priya queenie rachael rachel ramona rebecca renata renee rhonda rita roberta rosa rosalie
    rosalind rose rosemary roxanne ruby rukmini ruth sabine sabrina sally salma samantha sandra sandy
    saoirse sara sarah selena serena shannon sharon shauna shawna sheila shelley sherry shirin shirley
    signe silvia simone siobhan sofia sonia sonja sophie stacey stacy stella stephanie sue sunniva susan
    susana susanne suzanne svetlana sylvia tamara tammy tania tanya tara teresa thandiwe theresa tiffany
    tina tonya ulla uma ursula vanessa vera verena veronica vicky victoria viktoria violet virginia
    vivian wanda wendy whitney wilma yasmin yolanda yuki yvette yvonne zainab zara zoe zsofia
    """
)
MALE_NAMES: Final = words(
    """
    aaron abdul abdullah abel abraham abu adam adrian ahmed aidan akira alan albert alberto aldo
    alejandro alessandro alex alexander alexandre alexei alfonso alfred alfredo ali allen alvaro ambrose
    amit anders andre andrei andrej andrew andré andrés angelo anthony anton antonio arash archie arjun
    armando arne arnold arthur asif austin axel barry bart bashir ben benjamin bernard bernd bernhard
    bert bertrand bill billy björn bob boris brad bradley brandon brendan brett brian bruce bruno bryan
    bryce burak byron caio cameron carl carlo carlos carlton cedric cem chad charles chester chris
    christian christoph christopher chuck clarence claude claudio clayton clement cliff clifford clive
    clyde cody colin conor craig curtis damian damien dan daniel darren darryl dave david davit dean
    dennis derek dermot desmond dev devin dick diego dieter dirk dmitri dmitry dmytro dominic donald
    doug douglas duncan dwayne dwight dylan eamon earl ed eddie edgar edmund eduardo edward edwin eli
    elias elliott elmer emil emilio emmanuel emre enrique eric erich erik ernest ernesto ernst erwin
    ethan eugene evan fabian farhad farid felipe felix ferdinand fergus fernando filip floyd francis
    francisco franco frank franklin franz françois fred freddie frederick frederik friedrich gabriel
    gareth gary gavin geoff geoffrey georg george gerald gerard gerd gerhard giacomo gianni gilbert
    giovanni giuseppe glen glenn gordon graham grant greg gregory grégoire guido guillermo gus gustav
    günter hakan hal hamid hank hannes hans harald harold harry harvey hassan hector heinrich heinz
    helmut henry herbert herman hiroshi horst howard hubert hugh hugo hugues humphrey hussein ian
    ibrahim idris ignacio igor ilya imran isaac ismail ivan ivo jack jacob jacques jaime jair jake jakob
    jamal james jan-erik jared jaroslav jason javier jean jeff jeffrey jens jeremy jerry jesse jesús jim
    jimmy joachim joaquin joe joel johan johannes john johnny jon jonas jonathan jonny jordan jorge jose
    josef joseph josh joshua josé juan julian julio julián justin jörg jürg jürgen kai kamal kareem
    karim karl kaspar keir keith kemal ken kenji kenneth kevin khalid kieran kirk klaus kofi konrad
    kumar kurt kwame kyle lance larry lars laszlo laurent lawrence leo leon leonard leonardo leroy lewis
    liam lionel lloyd lorenzo louis luc luca lucas ludwig luis luka luke mads magnus mahmoud malcolm
    malik mamadou manfred manuel marc marcel marcelo marco marcos marcus mario marius mark marko
    marshall martin martín marvin massimo matej mateo mathias matt matteo matthew matthias maurice
    mauricio max maxim mehmet melvin michael michel miguel mike mikhail milan miles milos mitch mohammed
    moritz morris muhammad murat mustafa narendra nasser nathan nathaniel neil nelson nicholas nick
    nicolas niels nigel nikolai nils noah norman octavio olaf oleg oleh olivier omar orlando osama oscar
    oskar otis otto owen pablo paolo pascal patrick paul pavel pedro per percy perry pete peter petr
    phil philip philippe phillip pierre piers piotr pétur rafael rafal rahul raj ralf ralph ramon
    randall randy rashid ravi raymond reggie reinhard remco rené reuben ricardo richard ricky rob robbie
    robert roberto rodney rodrigo roger roland rolf roman ron ronald ronnie ross roy ruben rudolf rudy
    rufus rupert russell ryan salvador salvatore sam sami samir samuel sanjay scott sean sebastian selim
    sepp sergei sergey sergio seth shane sheldon sid sidney silvio simon spencer stan stanley stefan
    stefano steffen stephen steve steven stuart sven sylvain tadao takashi tariq ted teddy terry theo
    theodore thiago thomas tim timothy tobias toby todd tom tomas tomasz tommy tomás tony trevor tristan
    tuan tyler tyrell tyrone udo ulrich urs uwe valentin vasily vernon victor vikram viktor vince
    vincent vito vladimir vladislav wade walid wallace walter warren wayne werner wes wilhelm willem
    william willie wim winston wolfgang xavier yannick yousef yuri yusuf yves zachary zbigniew zoltan
    álvaro
    """
)
