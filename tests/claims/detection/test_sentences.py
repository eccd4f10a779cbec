import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.sentences import split


def sentences(text):
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It stopped! Did it? Yes.", ["It rained.", "It stopped!", "Did it?", "Yes."]),
        ("Mr. Hale met Dr. A. B. Jones. They left.", ["Mr. Hale met Dr. A. B. Jones.", "They left."]),
        ("He lives in the U.S. The U.S. Senate voted.", ["He lives in the U.S.", "The U.S. Senate voted."]),
        ("On Jan. 5 No. 5 won. No. He lost.", ["On Jan. 5 No. 5 won.", "No.", "He lost."]),
        ("It cost $3.5 million. Up 3.2%.", ["It cost $3.5 million.", "Up 3.2%."]),
        ("Wait... what? And then… Nothing.", ["Wait... what?", "And then…", "Nothing."]),
        (
            "Acme Inc. rose. He joined Acme Inc. The end.",
            ["Acme Inc. rose.", "He joined Acme Inc.", "The end."],
        ),
        ("J. K. Rowe wrote it. Plan B. The end.", ["J. K. Rowe wrote it.", "Plan B.", "The end."]),
        ("See example.com. Use v2.0 now.", ["See example.com.", "Use v2.0 now."]),
        ("1. First thing. 2. Second.", ["1. First thing.", "2. Second."]),
        ("It sold in 2019. Then 5. No more.", ["It sold in 2019.", "Then 5.", "No more."]),
        ("He left (it was late.) She stayed.", ["He left (it was late.)", "She stayed."]),
        ("They agreed, etc.", ["They agreed, etc."]),
    ],
)
def test_a_full_stop_ends_a_sentence_unless_it_belongs_to_a_word(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won.” She left.", ["“We won.”", "She left."]),
        ('"Really?" Ann Smith asked. "Yes!" he said.', ['"Really?" Ann Smith asked.', '"Yes!" he said.']),
        ('"Really?" Nobody knew.', ['"Really?"', "Nobody knew."]),
        ("Said “a.” and left.", ["Said “a.” and left."]),
        ("« Oui. » Elle part. « Non. »", ["« Oui. »", "Elle part.", "« Non. »"]),
    ],
)
def test_a_full_stop_inside_closing_marks_takes_them_along(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MOSCOW, March 28 (Agency) — The city slept.", ["MOSCOW, March 28 (Agency) —", "The city slept."]),
        ("OSLO (NTB) - Prices rose.", ["OSLO (NTB) -", "Prices rose."]),
        ("Paris (AFP) – Prices rose.", ["Paris (AFP) –", "Prices rose."]),
        ("NATO — an alliance — met.", ["NATO — an alliance — met."]),
        ("A well-known case – closed.", ["A well-known case – closed."]),
        ("Кофе – это напиток.", ["Кофе – это напиток."]),
        ("МОСКВА – Цены растут.", ["МОСКВА –", "Цены растут."]),
    ],
)
def test_a_dateline_stands_by_itself(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("これはペンです。「はい。」と言った。次。", ["これはペンです。", "「はい。」と言った。", "次。"]),
        ("यह है। वह था।", ["यह है।", "वह था।"]),
        ("यह है।वह था।", ["यह है।", "वह था।"]),
        ("هل هذا صحيح؟ نعم. لا", ["هل هذا صحيح؟", "نعم.", "لا"]),
        ("Am 3. Oktober kam er. Er blieb z.B. in Bonn.", ["Am 3. Oktober kam er.", "Er blieb z.B. in Bonn."]),
    ],
)
def test_other_scripts_end_sentences_in_their_own_way(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "Dr. Smith of St. John's Hospital met Gov. Hale at 5 p.m. on Jan. 3.|He left."),
        ("en", "The U.S. economy grew 3.2%.|It will slow."),
        ("en", "Prof. J. R. Doe, M.D., spoke vs. the plan.|Nobody clapped."),
        ("en", "Visit www.example.com.|Write to a.b@example.org.|Thanks."),
        ("en", "Sales at Smith & Co. fell.|The firm (est. 1902) closed."),
        ("en", "He paid approx. $5 million, i.e. half.|The rest came later."),
        ("en", "At 3.30 p.m. Mr. Doe left.|At 4 p.m. he returned."),
        ("en", "He was born on Feb. 3, 1950, in Washington, D.C.|He died in 2010."),
        ("en", "The rate is .5 percent.|It was .7."),
        ("en", "Wait...|Is it so?!|Yes."),
        ("en", "She scored No. 1 in the U.K.|But he came second."),
        ("en", "Rev. Dr. King spoke.|The Lt. Col. agreed."),
        ("en", "The E.U. and the U.N. agreed.|They signed."),
        ("en", "• First point is made.|• Second point is made."),
        ("en", "He lives on Main St. in Springfield.|She does too."),
        ("en", "Gen. Lee vs. Gen. Grant.|End."),
        ("en", "Pfizer Inc. said profits rose.|Its shares fell."),
        ("en", "See fig. 3 and pp. 4-5.|It shows nothing."),
        ("en", "The Ph.D. student left.|She had a B.A. in law."),
        ("en", "“Is it true?” asked Ann.|“No,” he said."),
        ("en", "The act (Sec. 5, Art. 2) was passed.|It failed."),
        ("en", "Mt. Everest is 8,849 m high.|Ft. Worth is not."),
        ("en", "He said: “I did it.”|She did not."),
        ("en", "Yahoo! announced profits.|It grew."),
        ("de", "Am 3. Mai 2024 kam Dr. Müller um 15.30 Uhr an.|Er blieb bis zum 5. Juni."),
        ("de", "Das kostet z. B. 3 Mio. Euro, d. h. mehr als im Vorjahr.|Die Stadt zahlt."),
        ("de", "Der 1. FC Köln verlor.|Der 2. Platz ist weg."),
        ("de", "Prof. Dr. h. c. Meier sprach u. a. über Nr. 5.|Danach ging er."),
        ("de", "Die Firma Müller & Co. KG schloss.|Die Bank e. V. auch."),
        ("de", "Im 19. Jahrhundert war es so.|Heute nicht."),
        ("de", "„Das ist falsch“, sagte er.|„Wir zahlen nicht.“|Sie schwieg."),
        ("de", "Laut § 5 Abs. 2 Nr. 1 gilt das.|Art. 3 gilt auch."),
        ("de", "Er wohnt in der Hauptstr. 5.|Die Bahnhofstr. ist gesperrt."),
        ("de", "Kaiser Wilhelm II. dankte ab.|Ludwig XIV. nicht."),
        ("de", "Ca. 500 Menschen kamen, bzw. mehr.|Etwa 1.500 blieben."),
        ("de", "Die Sitzung am Mo., 3. Mai, fiel aus.|Es war so."),
        ("de", "Das 2. Halbjahr war gut.|Am 1. Januar beginnt das neue."),
        ("de", "Sie kam am 24. 12. 2023 an.|Er nicht."),
        ("de", "Es waren 2023.|Dann kamen 5.|Mehr nicht."),
        ("fr", "M. Dupont et Mme Durand sont venus.|Ils sont partis."),
        ("fr", "Le Dr Martin et Mgr. Leroy ont parlé.|Puis rien."),
        ("fr", "Il a dit : « Je pars. »|Elle est restée."),
        ("fr", "« Est-ce vrai ? » demande-t-il.|« Non. »|Fin."),
        ("fr", "La S.N.C.F. a augmenté ses prix de 3,5 %.|C'est trop."),
        ("fr", "Voir p. 5, art. 3 et chap. 2.|C'est clair."),
        ("fr", "Il est né le 1er janv. 1950 à 15 h. 30.|Il est mort."),
        ("fr", "MM. Dupont et Durand ont signé.|La Cie. a payé."),
        ("fr", "L'entreprise (env. 300 salariés) ferme.|Tous partent."),
        ("fr", "Est-ce possible ?|Oui !|Non…|Peut-être."),
        ("fr", "J.-C. Dupont a voté.|J.-L. Martin aussi."),
        ("fr", "Il habite av. Foch.|Elle habite bd. Voltaire."),
        ("es", "El Sr. García y la Sra. López llegaron a las 15.30 h.|Se fueron."),
        ("es", "¿Es verdad?|¡No!|Sí."),
        ("es", "EE. UU. y la UE firmaron.|Los EE.UU. pagaron."),
        ("es", "El Dr. Pérez vive en la Av. Central núm. 5.|Ud. no."),
        ("es", "Costó 3.500 millones (aprox. la mitad).|Nadie pagó."),
        ("es", "«No es cierto», dijo.|«Nos vamos.»|Se fueron."),
        ("es", "El art. 5 de la ley, pág. 3, lo dice.|Es claro."),
        ("es", "D. Juan y Dña. Ana firmaron.|Fin."),
        ("es", "Nació en el s. XIX.|Murió en el XX."),
        ("es", "“Nunca”, dijo Mons. Ruiz.|¿Y ahora qué?"),
        ("it", "Il sig. Rossi e la dott.ssa Bianchi sono arrivati.|Sono partiti."),
        ("it", "L'on. Verdi ha detto: «Non è vero».|Il dott. Neri tace."),
        ("it", "Costa 3.500 euro, ecc.|Nessuno paga."),
        ("it", "Il 3 mag. 2024 alle 15.30 è finita.|Era tardi."),
        ("it", "L'art. 5 della l. n. 300 vale.|È chiaro."),
        ("it", "È vero?|No!|Sì."),
        ("pt", "O Sr. Silva e a Sra. Costa chegaram às 15h30.|Saíram."),
        ("pt", "O Dr. João e a Dra. Ana vivem na Av. Brasil, n.º 5.|Fim."),
        ("pt", "Custou R$ 3,5 mi.|Ninguém pagou."),
        ("pt", "“Não é verdade”, disse o dep. Lima.|“Vamos embora.”|Saíram."),
        ("pt", "Os EUA e a U.E. assinaram.|Pagaram."),
        ("pt", "O art. 5.º da lei vale.|É claro."),
        ("nl", "Dhr. Jansen en mevr. De Vries kwamen om 15.30 uur.|Ze gingen."),
        ("nl", "Het kostte ca. 3 mln. euro, d.w.z. de helft.|Niemand betaalde."),
        ("nl", "Dr. De Boer en prof. Bakker spraken.|‘Nee’, zei hij."),
        ("nl", "De N.V. Philips groeide.|Het was bijv. veel."),
        ("nl", "Op 3 jan. 2024 om 5 uur.|Het regende."),
        ("pl", "Dr Nowak i prof. Kowalski przyszli o godz. 15.30.|Wyszli."),
        ("pl", "Kosztowało to ok. 3 mln zł, tj. połowę.|Nikt nie zapłacił."),
        ("pl", "Ul. Długa i pl. Wolności są zamknięte.|To np. dużo."),
        ("pl", "W 2024 r. ceny wzrosły.|W 2025 r. spadły."),
        ("pl", "„To nieprawda” – powiedział min. Lis.|„Idziemy.”|Poszli."),
        ("pl", "Urodził się w XIX w. w Krakowie.|Zmarł tam."),
        ("ru", "В 2024 г. цены выросли на 5 %.|В 2025 г. они упали."),
        ("ru", "Г. Москва и ул. Ленина закрыты.|Это т. е. много."),
        ("ru", "А. С. Пушкин родился в 1799 г.|Он умер."),
        ("ru", "Это стоит 3 млн руб. в год, и т. д.|Никто не платит."),
        ("ru", "«Это неправда», — сказал Иванов.|«Мы уходим».|Они ушли."),
        ("ru", "— Правда? — спросил он.|— Нет."),
        ("ru", "Профессор И. И. Иванов и др. пришли.|Ушли."),
        ("ru", "Им. Ленина, т.к. он тут был.|Всё."),
        ("ar", "هل هذا صحيح؟|نعم.|لا!"),
        ("ar", "قال الوزير: «لا».|ثم خرج."),
        ("ar", "ارتفعت الأسعار بنسبة 3.5٪.|وانخفضت الأجور."),
        ("ar", "د. أحمد وصل.|ثم غادر."),
        ("ar", "ارتفع السعر؛ ثم انخفض.|انتهى."),
        ("fa", "آیا این درست است؟|بله.|نه!"),
        ("fa", "قیمت\u200cها ۳٫۵ درصد بالا رفت.|دستمزدها نه."),
        ("fa", "او گفت: «نه.»|رفت."),
        ("ur", "کیا یہ سچ ہے؟|ہاں۔|نہیں۔"),
        ("ur", "قیمتیں 3.5 فیصد بڑھیں۔|اجرتیں نہیں۔"),
        ("hi", "यह सच है।|क्या यह सच है?|नहीं!"),
        ("hi", "डॉ. शर्मा आए।|वे गए।"),
        ("hi", "कीमत 3.5 प्रतिशत बढ़ी।|वेतन नहीं।"),
        ("hi", "उन्होंने कहा, “यह गलत है।”|वे चले गए।"),
        ("hi", "राम आया॥|सीता गई।"),
        ("bn", "এটা সত্য।|এটা কি সত্য?|না!"),
        ("bn", "দাম ৩.৫ শতাংশ বেড়েছে।|মজুরি নয়।"),
        ("bn", "ড. রহমান এলেন।|তিনি গেলেন।"),
        ("zh", "这是真的。|这是真的吗？|不！"),
        ("zh", "他说：“不对。”|她走了。"),
        ("zh", "价格上涨3.5%。|工资没有。"),
        ("zh", "「不对。」他说。|她走了。"),
        ("zh", "价格上涨了；工资没有。|完了。"),
        ("ja", "これは本当だ。|本当か？|いいえ！"),
        ("ja", "「本当だ。」と彼は言った。|彼女は去った。"),
        ("ja", "価格は3.5％上がった。|賃金は違う。"),
        ("ja", "彼は「違う」と言った。|終わり。"),
        ("ja", "彼は（違う。）と言った。|終わり。"),
        ("ko", "이것은 사실이다.|사실인가?|아니다!"),
        ("ko", "“아니다.”라고 그는 말했다.|그녀는 떠났다."),
        ("ko", "가격이 3.5% 올랐다.|임금은 아니다."),
        ("he", "האם זה נכון?|כן.|לא!"),
        ("he", 'ד"ר כהן בא.|הוא הלך.'),
        ("he", "המחיר עלה ב-3.5%.|השכר לא."),
        ("am", "ይህ እውነት ነው።|እውነት ነው?|አይደለም።"),
        ("tr", "Dr. Yılmaz ve Prof. Kaya geldi.|Gittiler."),
        ("tr", "Saat 15.30'da geldi.|5. Cadde kapalı."),
        ("tr", "“Hayır,” dedi.|“Gidiyoruz.”|Gittiler."),
        ("tr", "T.C. Merkez Bankası faizi artırdı.|Bu çok."),
        ("tr", "3 Mayıs'ta vb. şeyler oldu.|Bitti."),
        ("hy", "Սա ճիշտ է։|Ոչ։"),
        ("my", "ဒါမှန်တယ်။|မဟုတ်ဘူး။"),
        ("km", "នេះជាការពិត។|ទេ។"),
        ("el", "Είναι αλήθεια;|Όχι.|Ναι!"),
        ("el", "Ο κ. Παπάς και η κ. Νίκου ήρθαν.|Έφυγαν."),
        ("el", "Κόστισε 3,5 εκ. ευρώ, δηλ. πολύ.|Τέλος."),
        ("sv", "Dr. Berg kom kl. 15.30, t.ex. igår.|Han gick."),
        ("sv", "Det kostade ca 3 milj. kr.|Ingen betalade."),
        ("cs", "Dne 3. května 2024 přišel dr. Novák.|Odešel."),
        ("cs", "Stálo to cca 3 mil. Kč, tj. polovinu.|Nikdo neplatil."),
        ("uk", "У 2024 р. ціни зросли.|У 2025 р. впали."),
        ("uk", "Вул. Шевченка та м. Київ.|Це т. зв. центр."),
        ("th", "ราคาขึ้นร้อยละห้า ค่าจ้างไม่ขึ้น"),
        ("vi", "TS. Nguyễn đến.|Ông đi."),
        ("vi", "Giá tăng 3,5%.|Lương thì không."),
        ("id", "Dr. Budi datang.|Ia pergi."),
        ("id", "Harga naik 3,5 persen, dll.|Upah tidak."),
        ("en", "He loves modern art.|Dogs sat under the sun.|Ravens flew."),
        ("en", "“It is over.|We lost.”|No."),
        ("en", "He is 6 ft.|She is not."),
        ("el", "Το 5 κ. 3 μένει."),
    ],
)
def test_each_language_has_abbreviations_numbers_and_marks_of_its_own(language, marked):
    """Ends of sentences are marked by |."""
    text = marked.replace("|", "" if language in ("zh", "ja") else " ")

    assert [sentence.text for sentence in split(text, language=language)] == marked.split("|")


def test_a_line_break_ends_a_sentence_and_paragraphs_are_counted_without_blank_lines():
    found = split("Heading\n\n  First one. Second\none.\r\n \r\nLast")

    assert [(s.text, s.paragraph) for s in found] == [
        ("Heading", 0),
        ("First one.", 1),
        ("Second", 1),
        ("one.", 2),
        ("Last", 3),
    ]


@settings(max_examples=50)
@given(
    st.text(alphabet='aAß \n\r\u2028.!?…"“”’»)。』1-—(,𝔸\u202e\u200b;αم।ድ።', max_size=80)
    | st.text(max_size=80),
    st.sampled_from(["", "en", "de", "ru", "el", "zz"]),
)
def test_offsets_are_exact_and_nothing_but_space_is_left_out(text, language):
    found = split(text, language=language)

    assert all(s.text == text[s.start : s.end] and s.text.strip() == s.text != "" for s in found)
    gaps = [0, *[edge for s in found for edge in (s.start, s.end)], len(text)]
    assert all(not text[a:b].strip() for a, b in zip(gaps[::2], gaps[1::2], strict=True))
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            ". ",
            ".",
            "A. ",
            "A.",
            '."',
            "OSLO, (",
            "1.",
            "1. ",
            "z. B. ",
            "?” ",
            "“a” ",
            "。」",
            "α;",
            "— ",
        ),
        *("\u202e\u200b", "aЖ字ひ한 ", "1234567890"),
    ],
)
@pytest.mark.parametrize("language", ["", "de"])
def test_a_long_text_without_an_end_is_read_in_one_pass(piece, language):
    text = piece * 10_000

    assert "".join(s.text for s in split(text, language=language)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "dateline", ["THORNBY —", "MOSCOW, March 28 —", "SÃO PAULO –", "OSLO, May 2 (Agency) —"]
)
def test_a_dateline_with_or_without_an_agency_is_no_part_of_the_first_sentence(dateline):
    text = f"{dateline} At least 27 people are dead."

    assert [s.text for s in split(text)] == [dateline, "At least 27 people are dead."]
