# ruff: noqa: E501 - one paragraph is one line, as in an article
"""Invented news passages with their attributions: (words of the content, speakers accepted, speech).

Half of them were written before the rules and looked at only when these stood; the last four were written
after that, to see what the rules make of text nobody tuned them on.
"""

PASSAGES: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        """HARTWELL, May 4 (Regional Wire) — The city council voted on Monday to close two libraries, a move that critics say will hurt poor families.

“This is not a decision anyone wanted to make,” said Mayor Elena Brandt, who took office last year. “But the money simply isn't there.”

Councillor Tom Reyes, a member of the Green Party, accused the mayor of hiding a surplus of $3 million. “She had the money in March,” he told reporters after the vote. “Where did it go?”

Brandt denied the allegation. Her spokeswoman, Julia Hahn, said in a statement that the surplus had been spent on flood repairs.

"People come here for warmth, not just for books," librarian Amir Nazari said.

According to a report by the audit office, the city spent 12 percent more than planned in 2023.
""",
        [
            ("will hurt poor families", "critics", "reported"),
            ("This is not a decision", "Elena Brandt", "direct"),
            ("But the money simply", "Elena Brandt", "direct"),
            ("hiding a surplus", "Tom Reyes", "reported"),
            ("She had the money in March", "Tom Reyes", "direct"),
            ("Where did it go", "Tom Reyes", "direct"),
            ("the allegation", "Elena Brandt", "reported"),
            ("the surplus had been spent", "Julia Hahn", "reported"),
            ("People come here for warmth", "Amir Nazari", "direct"),
            ("the city spent 12 percent more", "report by the audit office", "reported"),
        ],
    ),
    (
        """A chemical leak at a factory in Dornbach has forced 2,000 people from their homes, officials said on Thursday.

"We heard a bang and then we saw the cloud," said Petra Lindqvist, 52, whose house stands next to the plant. "My children could not breathe."

The company, Solvane, said the leak had been stopped within an hour. Its chief executive, Marc Dupuis, apologised to residents. "We are deeply sorry for what happened," he said.

But fire chief Gerd Holm disputed that account, saying his crews had worked until dawn. "When we arrived, nobody from the firm was there," Holm told the broadcaster Kanal 5.

Environment minister Ana Costa announced an inquiry. She warned that the plant could lose its licence if inspectors find "serious and repeated" failures.

Solvane has been fined twice since 2019, according to court documents.
""",
        [
            ("has forced 2,000 people", "officials", "reported"),
            ("We heard a bang", "Petra Lindqvist", "direct"),
            ("My children could not", "Petra Lindqvist", "direct"),
            ("the leak had been stopped", "Solvane", "reported"),
            ("We are deeply sorry", "Marc Dupuis", "direct"),
            ("his crews had worked", "Gerd Holm", "reported"),
            ("When we arrived", "Gerd Holm", "direct"),
            ("an inquiry", "Ana Costa", "reported"),
            ("the plant could lose its licence", "Ana Costa", "reported"),
            ("Solvane has been fined twice", "court documents", "reported"),
        ],
    ),
    (
        """The opposition leader, Farid Malouf, on Sunday rejected the result of the election and claimed that 40,000 ballots had been thrown away.

"There was fraud in every district," Malouf said at a rally. "We have the proof, and we will show it."

The election commission called the claim "baseless and irresponsible". Its head, Judge Miriam Okafor, insisted that every ballot had been counted twice.

"I have run six elections," she said, "and this was the cleanest of them."

Observers from the African Union noted delays in opening some polling stations but said they saw no evidence of fraud. “The process was broadly credible,” their report concluded.

Russia and China congratulated the president, while the United States voiced concern over the arrest of journalists.
""",
        [
            ("40,000 ballots", "Farid Malouf", "reported"),
            ("There was fraud", "Farid Malouf", "direct"),
            ("We have the proof", "Farid Malouf", "direct"),
            ("baseless and irresponsible", "election commission", "direct"),
            ("every ballot had been counted", "Miriam Okafor", "reported"),
            ("I have run six elections", "Miriam Okafor", "direct"),
            ("and this was the cleanest", "Miriam Okafor", "direct"),
            ("delays in opening", "Observers from the African Union", "reported"),
            ("no evidence of fraud", "Observers from the African Union", "reported"),
            ("The process was broadly", "report", "direct"),
            ("concern over the arrest", "United States", "reported"),
        ],
    ),
    (
        """President Laura Menendez has told parliament that unemployment fell to 4.1 percent in April, the lowest level in two decades.

"For the first time in twenty years," the president said, "every region of this country is growing."

Economists were less sure. Ivo Staal, an economist at the University of Brenn, pointed out that the figures leave out people who have stopped looking for work. "If you count them, the rate is closer to seven percent," Staal said.

The national statistics office confirmed that its method changed in January. A spokesman for the office, Paul Rieger, said the change "makes comparison with earlier years difficult".

Menendez's party hopes to win a third term in October. Her rival, Senator Hugo Bast, called the speech "a fairy tale".

“The president lives in another country,” Bast wrote on social media. “In mine, bread costs twice as much as it did in 2019.”

Asked about the criticism, finance minister Oskar Lind said he would not comment on "campaign noise".
""",
        [
            ("unemployment fell to 4.1", "Laura Menendez", "reported"),
            ("For the first time in twenty", "Laura Menendez", "direct"),
            ("every region of this country", "Laura Menendez", "direct"),
            ("the figures leave out", "Ivo Staal", "reported"),
            ("If you count them", "Ivo Staal", "direct"),
            ("its method changed", "national statistics office", "reported"),
            ("makes comparison with", "Paul Rieger", "direct"),
            ("a fairy tale", "Hugo Bast", "direct"),
            ("The president lives in another", "Hugo Bast", "direct"),
            ("In mine, bread costs", "Hugo Bast", "direct"),
            ("he would not comment", "Oskar Lind", "reported"),
        ],
    ),
    (
        """Scientists have warned that the glacier is melting faster than thought. In a study published on Wednesday, they estimate that it will be gone by 2045.

“We checked the numbers three times because we did not believe them,” said Dr. Ingrid Aas of the Polar Institute in Tromsberg, the lead author of the study.

Her colleague Yusuf Demir added: “What worries me most is the water supply. Four million people drink from this river.

“If nothing changes, their taps will run dry within a generation.”

Not everybody agrees. Climate sceptic Rob Tanner argued that the glacier "has always come and gone". He offered no data.

The environment ministry did not respond to questions. In March, a ministry spokesman said that the government was “watching the situation”.
""",
        [
            ("the glacier is melting faster", "Scientists", "reported"),
            ("it will be gone by 2045", "Scientists", "reported"),
            ("We checked the numbers", "Ingrid Aas", "direct"),
            ("What worries me most", "Yusuf Demir", "direct"),
            ("If nothing changes", "Yusuf Demir", "direct"),
            ("has always come and gone", "Rob Tanner", "direct"),
            ("the government was", "ministry spokesman", "reported"),
        ],
    ),
    (
        """Police in Calder say a lorry driver was arrested after a crash that killed five people on the A14 motorway.

'I saw the lorry cross into our lane,' said Dean Whitmore, a teacher who was driving home. 'It didn't brake at all.'

Detective Inspector Sarah Pell said: ‘We believe the driver had been awake for more than 20 hours. We are asking witnesses to come forward.’

The haulage firm's lawyer, Nigel Crane, said the man, a 44-year-old from Leeds, “has an unblemished record”. He added that it was too early to speculate about the cause.

Campaigners for road safety have long complained that drivers are pushed to break the rules. "They are told to deliver or lose the job," said Amy Foss of the charity SafeRoads. "Tiredness kills more people than drink," she claimed.

The transport department disputes this. Figures published by the department show that tiredness played a role in 2 percent of fatal crashes.
""",
        [
            ("a lorry driver was arrested", "Police in Calder", "reported"),
            ("I saw the lorry cross", "Dean Whitmore", "direct"),
            ("It didn't brake", "Dean Whitmore", "direct"),
            ("We believe the driver", "Sarah Pell", "direct"),
            ("has an unblemished record", "Nigel Crane", "direct"),
            ("it was too early", "Nigel Crane", "reported"),
            ("drivers are pushed", "Campaigners for road safety", "reported"),
            ("They are told to deliver", "Amy Foss", "direct"),
            ("Tiredness kills more", "Amy Foss", "direct"),
            ("tiredness played a role", "Figures published by the department", "reported"),
        ],
    ),
    (
        """Israeli Prime Minister Daniel Katzir accused the United Nations of bias on Friday, days after a UN report said that aid convoys had been blocked.

"The report is a collection of lies," Katzir's office said in a statement.

The UN's aid coordinator, Maria Fontaine, stood by the findings. "We counted 214 trucks that were turned back," Fontaine said, adding that most of them carried flour.

A senior Western diplomat, who spoke on condition of anonymity, said both sides were at fault.

In a post on X, US Senator Greg Dolan wrote: "Not a single truck was blocked. NOT ONE." The post was shared 30,000 times.

Hamas-run health authorities say 31 children have died of hunger, a figure that could not be independently verified. The so-called "humanitarian corridor" remained closed.
""",
        [
            ("the United Nations of bias", "Daniel Katzir", "reported"),
            ("aid convoys had been blocked", "UN report", "reported"),
            ("The report is a collection", "Katzir's office", "direct"),
            ("We counted 214 trucks", "Maria Fontaine", "direct"),
            ("most of them carried flour", "Maria Fontaine", "reported"),
            ("both sides were at fault", "senior Western diplomat", "reported"),
            ("Not a single truck", "Greg Dolan", "direct"),
            ("31 children have died", "Hamas-run health authorities", "reported"),
        ],
    ),
    (
        """The health secretary, James Orrell, has defended his claim that hospital waiting lists have been "cut in half", despite official data that suggest otherwise.

Speaking to the BBC, Mr Orrell said the figure referred to patients who had waited more than two years. "Nobody disputes that number," he said.

Dr Anita Rao, who chairs the doctors' union, described the claim as "deeply misleading".

“When I look at my own ward, I see more patients than ever,” she said. “Some of them wait on chairs. Some of them wait on the floor.”

Shadow health secretary Kate Mallory said that Orrell should apologise, and urged the statistics watchdog to step in. "Ministers must not be allowed to invent numbers," she said in a letter seen by this newspaper.

The watchdog said it was looking into the complaint. A decision is expected in June.

"It's a mess, frankly," one senior adviser admitted.
""",
        [
            ("hospital waiting lists", "James Orrell", "reported"),
            ("the figure referred to patients", "James Orrell", "reported"),
            ("Nobody disputes that number", "James Orrell", "direct"),
            ("deeply misleading", "Anita Rao", "direct"),
            ("When I look at my own ward", "Anita Rao", "direct"),
            ("Some of them wait on chairs", "Anita Rao", "direct"),
            ("Orrell should apologise", "Kate Mallory", "reported"),
            ("Ministers must not be allowed", "Kate Mallory", "direct"),
            ("it was looking into", "watchdog", "reported"),
            ("It's a mess", "senior adviser", "direct"),
        ],
    ),
    (
        """WASHINGTON (AP Wire) -- Sen. Carla Whitfield, R-Ohio, said Tuesday the bill would add $900 billion to the deficit over ten years.

"You can't spend your way out of debt," Whitfield, the ranking member of the budget committee, said during a hearing.

Treasury Secretary Alan Moss countered that the bill "pays for itself." He cited an analysis by the Congressional Budget Office.

The analysis found the bill would cut the deficit by $40 billion, but warned that "the estimate is highly uncertain."

"That's not what it says," Whitfield shot back. "Read page nine."

Republicans have argued for months that the bill rewards people who do not work. Rep. Dwayne Potts (D-Mich.) dismissed that as nonsense: "Nine in ten families who benefit have a job."
""",
        [
            ("the bill would add $900", "Carla Whitfield", "reported"),
            ("You can't spend your way", "Carla Whitfield", "direct"),
            ("pays for itself", "Alan Moss", "direct"),
            ("the bill would cut the deficit", "analysis", "reported"),
            ("the estimate is highly", "analysis", "direct"),
            ("That's not what it says", "Carla Whitfield", "direct"),
            ("Read page nine", "Carla Whitfield", "direct"),
            ("the bill rewards people", "Republicans", "reported"),
            ("Nine in ten families", "Dwayne Potts", "direct"),
        ],
    ),
    (
        """Nigeria's central bank governor, Chidi Eze, said on Monday that inflation would fall below 15 percent by December, a forecast that analysts greeted with doubt.

"We have turned the corner," Eze told a conference in Abuja, pointing to a stronger currency and lower fuel prices.

"I'd love to believe him," said Funmi Alade, head of research at Lagos-based Kestrel Capital. "But food prices rose 30 percent in the last year."

Traders interviewed by this paper agreed. At the Mile 12 market, Blessing Uche, who sells tomatoes, laughed at the forecast. "Fall? Everything rises," she said.

The finance ministry referred questions to the bank. According to Eze, the bank will not print money to fund the government, something it did "too often" in the past.

Both the IMF and the World Bank have urged the country to keep rates high. "Premature easing would be a costly mistake," the IMF said in its latest report.
""",
        [
            ("inflation would fall below", "Chidi Eze", "reported"),
            ("We have turned the corner", "Chidi Eze", "direct"),
            ("I'd love to believe", "Funmi Alade", "direct"),
            ("But food prices rose", "Funmi Alade", "direct"),
            ("Everything rises", "Blessing Uche", "direct"),
            ("the bank will not print", "Chidi Eze", "reported"),
            ("Premature easing", "IMF", "direct"),
        ],
    ),
    (
        """'They lied to us': families demand answers over school collapse

By Rhona Mackay, education correspondent

Three years after the roof of Tarn Lane primary fell in, the parents of two girls who died have yet to receive an apology.

Standing outside the court on Wednesday, Moira Keane fought back tears. "They told us the building was safe," she said. "It was never safe. They lied to us."

Her solicitor, Prakash Anand, said the inquest had heard "damning evidence" that inspectors flagged the cracks in 2018. The council, which owns the site, has always insisted it acted on every warning.

"We followed the guidance at the time to the letter," a council spokesperson said.

But Dr Helen Voss, a structural engineer who gave evidence for the families, was scathing: "The guidance was clear, and it was ignored."

Voss, 61, of Imperial College, told the coroner the beams had been corroding for at least a decade. Asked by the council's barrister if she could be certain, she replied: "As certain as anyone can be about concrete."

Local MP Neil Abbott called for a public inquiry. "Parents across the country are asking whether their own schools are safe," he told the Commons last month. "They deserve an answer."

The Department for Education said it had spent £1.8bn on repairs since 2021. The National Audit Office puts the real cost at £11bn.

"We're just a number to them," said Keane's husband, Liam.
""",
        [
            ("They told us the building", "Moira Keane", "direct"),
            ("It was never safe", "Moira Keane", "direct"),
            ("the inquest had heard", "Prakash Anand", "reported"),
            ("it acted on every warning", "council", "reported"),
            ("We followed the guidance", "council spokesperson", "direct"),
            ("The guidance was clear", "Helen Voss", "direct"),
            ("the beams had been corroding", "Helen Voss", "reported"),
            ("As certain as anyone", "Helen Voss", "direct"),
            ("Parents across the country", "Neil Abbott", "direct"),
            ("They deserve an answer", "Neil Abbott", "direct"),
            ("it had spent £1.8bn", "Department for Education", "reported"),
            ("the real cost at", "National Audit Office", "reported"),
            ("We're just a number", "Liam", "direct"),
        ],
    ),
    (
        """KYIV (Northern News) — Russian missiles struck an energy plant in central Ukraine overnight, leaving 300,000 people without power, the regional governor said Saturday.

Governor Serhiy Bondar wrote on Telegram that "all emergency services are working at the scene." He said one worker was killed and seven others were wounded.

Russia's Defense Ministry said its forces had hit "military-industrial facilities" and that all targets had been destroyed. Neither claim could be independently verified.

Ukrainian President Taras Melnyk, in his nightly address, urged Western allies to speed up deliveries of air defense systems. "Every week of delay costs lives," he said. "We have asked for seven systems. We have received two."

U.S. Secretary of State Adam Brinley, speaking at a NATO meeting in Brussels, said Washington would send more interceptors "in the coming days."

"This is about making sure Ukraine can defend its cities," Brinley said.

Kremlin spokesman Igor Sedov dismissed the pledge, telling reporters that Western weapons would "burn like the rest."

Inna Kovalenko, who lives across the street from the plant, said the blast threw her out of bed. "I thought the house was coming down," said the 38-year-old accountant. "My son keeps asking me if it will happen again."

The International Energy Agency estimates that two-thirds of Ukraine's generating capacity has been lost since 2022.
""",
        [
            ("300,000 people without power", "regional governor|Serhiy Bondar", "reported"),
            ("all emergency services", "Serhiy Bondar", "direct"),
            ("one worker was killed", "Serhiy Bondar", "reported"),
            ("military-industrial facilities", "Russia's Defense Ministry", "direct"),
            ("Every week of delay", "Taras Melnyk", "direct"),
            ("We have asked for seven", "Taras Melnyk", "direct"),
            ("Washington would send", "Adam Brinley", "reported"),
            ("This is about making sure", "Adam Brinley", "direct"),
            ("the pledge", "Igor Sedov", "reported"),
            ("burn like the rest", "Igor Sedov", "direct"),
            ("the blast threw her", "Inna Kovalenko", "reported"),
            ("I thought the house", "Inna Kovalenko", "direct"),
            ("My son keeps asking", "Inna Kovalenko", "direct"),
            ("two-thirds of Ukraine", "International Energy Agency", "reported"),
        ],
    ),
    (
        """Is it true that electric buses catch fire more often? Claims to that effect have gone viral after a video, viewed two million times, showed a burning bus in Porto.

"Another EV bomb," wrote the page Drive Free, which has 90,000 followers. The bus in the video runs on natural gas, the operator STP confirmed to us.

José Amaral, fire chief in Porto, says his brigade has never been called to an electric bus. "Not once," he says. "Diesel buses, yes, five or six a year."

A 2023 study by the Nordic Fire Institute found diesel buses burn about four times as often per kilometre. Its lead author, Prof Kerstin Falk, cautions that the numbers are small. "The fleet is young. Ask me again in ten years," Falk said with a laugh.

The claim was also shared by the member of parliament Rui Teles. Contacted by us, Teles said he had "trusted the caption". "I have deleted it, and I regret it," he added in an email.

According to Falk, battery fires are rarer but harder to put out: “You can need ten times the water.”

“That part,” she says, “is no myth.”

What the carmaker Volta told us: "Our packs are tested far beyond what the law requires."
""",
        [
            ("Another EV bomb", "page Drive Free|Drive Free", "direct"),
            ("The bus in the video runs", "STP", "reported"),
            ("his brigade has never", "José Amaral", "reported"),
            ("Not once", "José Amaral", "direct"),
            ("Diesel buses, yes", "José Amaral", "direct"),
            (
                "diesel buses burn about",
                "2023 study by the Nordic Fire Institute|study by the Nordic Fire Institute",
                "reported",
            ),
            ("the numbers are small", "Kerstin Falk", "reported"),
            ("The fleet is young", "Kerstin Falk", "direct"),
            ("trusted the caption", "Rui Teles", "direct"),
            ("I have deleted it", "Rui Teles", "direct"),
            ("battery fires are rarer", "Kerstin Falk", "reported"),
            ("You can need ten times", "Kerstin Falk", "direct"),
            ("That part", "Kerstin Falk", "direct"),
            ("is no myth", "Kerstin Falk", "direct"),
            ("Our packs are tested", "Volta", "direct"),
        ],
    ),
    (
        """The World Cup will bring “nothing but debt” to the host cities, a group of 40 economists warned in an open letter on Tuesday.

The signatories, among them Nobel laureate Ruth Adeyemi, say stadium budgets have already doubled. "We have seen this film before," Adeyemi told this newspaper. "It never ends well."

FWF rejected the criticism. Its president, Gianluca Ferri, said the tournament would create 185,000 jobs, while sports minister Lars Ekholm accused the authors of "playing politics".

“I invite them to come to the opening match,” the minister joked.

In Aldmoor, where the main stadium is being built, opinions are split. Café owner Tess Wright expects her turnover to triple. “It's the best thing that ever happened to this town,” she enthused, wiping down a table.

“Best thing? Best thing for whom?” shot back a customer, pensioner Bill Hawes. “My rent's gone up by a third.”

Hawes is not alone. Rents in the city rose 28 per cent in two years, according to figures from the property website HomeScan, though the council disputes how those were calculated.

"They compare summer with winter," deputy mayor Colette Samson complained. She conceded, however, that "some people" had been priced out.

Adeyemi and her co-authors want an independent audit. “Show us the books,” reads the letter's last line.
""",
        [
            ("will bring", "group of 40 economists", "reported"),
            ("stadium budgets have already", "signatories", "reported"),
            ("We have seen this film", "Ruth Adeyemi", "direct"),
            ("It never ends well", "Ruth Adeyemi", "direct"),
            ("the tournament would create", "Gianluca Ferri", "reported"),
            ("the authors of", "Lars Ekholm", "reported"),
            ("I invite them", "Lars Ekholm", "direct"),
            ("It's the best thing", "Tess Wright", "direct"),
            ("Best thing? Best thing", "Bill Hawes|customer", "direct"),
            ("My rent's gone up", "Bill Hawes|customer", "direct"),
            (
                "Rents in the city",
                "figures from the property website HomeScan|property website HomeScan|figures",
                "reported",
            ),
            ("They compare summer", "Colette Samson", "direct"),
            ("had been priced out", "Colette Samson", "reported"),
            ("Show us the books", "letter's last line|letter", "direct"),
        ],
    ),
]
