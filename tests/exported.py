"""References as reference managers, catalogues and journals export them, with works that do not exist."""

ZOTERO = """\
TY  - JOUR
TI  - Home exercises after a knee operation: a trial
AU  - Osei, Abena
AU  - van der Meer, J. P.
T2  - Journal of Example Rehabilitation
AB  - BACKGROUND: We asked whether exercises help.
METHODS: Forty people took part.

RESULTS: They did.
DA  - 2019/04//
PY  - 2019
DO  - 10.1000/jer.2019.17
DP  - PubMed
VL  - 12
IS  - 4
SP  - 201
EP  - 209
J2  - J Ex Rehabil
LA  - eng
SN  - 1234-5679
ST  - Home exercises after a knee operation
UR  - https://example.org/jer/17
Y2  - 2026/01/02/12:00:00
L2  - https://example.org/jer/17/view
KW  - Exercise
KW  - Knee
N1  - Read this again
ER  -
"""
SCOPUS = """\
TY  - JOUR
TI  - Salt and blood pressure in adults
T2  - Example Nutrition
J2  - Ex. Nutr.
VL  - 8
IS  - 3
C7  - 123
PY  - 2016
DO  - 10.1000/exnut8030123
AU  - Roe, R.B.
AU  - Doe, J.
AD  - Example University, Leeds, United Kingdom
AB  - We measured.
KW  - salt
PB  - Example Press
SN  - 20720000 (ISSN)
C2  - 26900001
LA  - English
M3  - Article
DB  - Scopus
N1  - Export Date: 1 January 2026; Cited By: 12
UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-1&partnerID=40
ER  -
"""
WEB_OF_SCIENCE = """\
TY  - JOUR
AU  - Roe, RB
AU  - [Anonymous]
TI  - Sleep on the ward
T2  - EXAMPLE NURSING
LA  - English
SN  - 1111-1111
DA  - MAR 15
PY  - 2018
VL  - 7
IS  - 2
C7  - e45
J9  - EX NURS
JI  - Ex. Nurs.
PG  - 9
DO  - 10.1000/en.45
AN  - WOS:000400000000001
ER  -
"""
ENDNOTE = """\
TY  - JOUR
AB  - Words.
AD  - Example Clinic.
AN  - 25200001
AU  - Lee, A.
AU  - Example Study Group,
C2  - PMC4200001
DA  - Mar 15
DO  - 10.1000/lee.1
DP  - NLM
ET  - 2014/09/01
ID  - 17
IS  - 9
J2  - Ex J
LA  - eng
N1  - 1234-5679
Lee, A
Journal Article
PY  - 2014
SE  - 5
SN  - 1234-5679 (Electronic)
0000-0001 (Linking)
SP  - 5-11
ST  - Wounds
T2  - Example Journal
TI  - Wounds
UR  - https://example.org/lee
VL  - 3
ER  -
"""
WILEY = """\
TY  - JOUR
T1  - Falls at home
AU  - Smith, B. C.
Y1  - 2015/06/01
PY  - 2015
DA  - 2015/06/01
N1  - https://doi.org/10.1000/fall.12
DO  - https://doi.org/10.1000/fall.12
T2  - Journal of Example Ageing
JF  - Journal of Example Ageing
JO  - J Ex Ageing
JA  - J Ex Ageing
SP  - 10
EP  - 20
VL  - 2
IS  - 6
PB  - John Example & Sons
SN  - 2222-2222
M3  - https://doi.org/10.1000/fall.12
UR  - https://doi.org/10.1000/fall.12
Y2  - 2026/01/02
ER  -
"""
COCHRANE = """\
Provider: Example Library
Content: text/plain; charset="UTF-8"

TY  - JOUR
T1  - Exercise for preventing falls
AU  - Roe R
AU  - Lee AB
JO  - Example Database of Systematic Reviews
IS  - 3
Y1  - 2020
SN  - 1465-0000
AN  - CD000099
DOI - 10.1000/14650000.CD000099.pub2
C7  - CD000099
KY  - Humans
PT  - Review
XR  - EMBASE 1
US  - https://example.org/CD000099
ER  -

"""

PUBMED_ARTICLE = """\
PMID- 25200001
OWN - NLM
STAT- MEDLINE
DCOM- 20161213
LR  - 20190108
IS  - 1234-5679 (Electronic)
IS  - 0000-0001 (Linking)
VI  - 95
IP  - 3
DP  - 2016 Mar
TI  - Walking after a stroke: a randomized controlled trial in three
      hospitals.
PG  - 294-9
LID - 10.1000/EX.0000000000000235 [doi]
AB  - BACKGROUND: We asked whether walking helps. METHODS: Forty people
      took part. PY: none.
FAU - Osei, Abena Grace
AU  - Osei AG
AD  - Example Hospital, Accra.
FAU - van der Meer, Jan P Jr
AU  - van der Meer JP Jr
CN  - Example Stroke Group
LA  - eng
GR  - R01 1/Example
PT  - Journal Article
PT  - Randomized Controlled Trial
PL  - United States
TA  - Ex J Rehabil
JT  - Example journal of rehabilitation
JID - 8800001
SB  - IM
MH  - Humans
MH  - *Walking
PMC - PMC4200001
MID - NIHMS1
OTO - NOTNLM
OT  - stroke
COIS- None.
EDAT- 2014/10/16 06:00
MHDA- 2016/12/15 06:00
CRDT- 2014/10/16 06:00
PHST- 2014/10/16 06:00 [entrez]
AID - S0000 [pii]
AID - 10.1000/EX.0000000000000235 [doi]
PST - ppublish
SO  - Ex J Rehabil. 2016 Mar;95(3):294-9. doi: 10.1000/EX.0000000000000235.
"""
PUBMED_NUMBERED = """\
PMID- 26900001
TI  - Salt and blood pressure.
DP  - 2016 Mar 1
VI  - 8
IP  - 3
FAU - Roe, Richard
AU  - Roe R
TA  - Ex Nutr
JT  - Example nutrition
LID - 123 [pii]
LID - 10.1000/exnut8030123 [doi]
SO  - Ex Nutr. 2016 Mar 1;8(3):123. doi: 10.1000/exnut8030123.
"""
PUBMED_CHAPTER = """\
PMID- 28600001
PT  - Book Chapter
CTDT- 20260101
PB  - Example Press
DP  - 2026 Jan
TI  - Knee pain
BTI - Example Handbook
CTI - Small Books
PL  - Leeds
EN  - 2
FAU - Roe, Richard
AU  - Roe R
FED - Lee, Ann
ED  - Lee A
ISBN- 9780306406157
LA  - eng
"""

ENW_ARTICLE = """\
%0 Journal Article
%T Walking after a stroke:
 a trial
%A Osei, Abena
%A Example Stroke Group,
%J Example Journal of Rehabilitation
%O Ex J Rehabil
%V 95
%N 3
%P 294-299
%D 2016
%8 March 15
%@ 1234-5679
%R 10.1000/ex.235
%U https://example.org/235
%X We asked whether walking helps:
5 % of people did.
%K Walking
stroke
%! Walking
%[ 2026/01/02
%+ Example Hospital
%F osei2016
"""
ENW_BOOK = """\
%0 Book
%A Roe, Richard
%T Knee pain
%B Small Books
%I Example Press
%C Leeds
%D 2001
%7 2nd
%P 320
%@ 978-0-306-40615-7
"""
