"""Words that say nothing about the subject: Dutch function words and the words a question opens with."""

STOPWORDS = frozenset(
    """
    aan achter af al alle alleen allemaal alles als alsof altijd ander andere anders beide ben bent bij bijna
    bijvoorbeeld binnen boven buiten daar daarbij daardoor daarin daarmee daarna daarnaast daarom daarop
    daarover daartoe daarvan daarvoor dan dankzij danwel dat de deden deed deze dezelfde die dit doch doen doet
    door dus echter een eens eerst eigen elk elke en enkele er eraan erbij erg ergens erin ermee erop erover
    ervan ervoor even gaan gaat ge gedaan geen gegaan gehad geweest geworden ging haar haarzelf had hadden heb
    hebben hebt heeft heel hem hemzelf hen het hier hieraan hierbij hiervan hiervoor hij hoe hoeveel hun ieder
    iedere iedereen iemand iets ik in inclusief indien is ja je jezelf jij jou jouw jullie kan kom komen komt
    kon konden kun kunnen kunt kwam kwamen laat langs laten maar mag me mee meer met mij mijn mijzelf mits moest
    moet moeten mogen na naar naast nadat nergens net niemand niet niets nog nogal nooit nu of ofwel om omdat
    onder ons onze ook op over per reeds rond rondom samen sinds sindsdien sommige soms staan staat steeds
    straks te tegen tenzij terwijl tevens tijdens toch toe toen tot tussen u uit uw uzelf vaak van vanaf vandaar
    vanuit veel verder via volgens voor vooral waar waaraan waarbij waardoor waarin waarmee waarna waarnaar
    waarom waarop waarover waartoe waaruit waarvan waarvoor wanneer want waren was wat we weer wel welk welke
    werd werden wie wiens wij wil wilde willen word worden wordt zal ze zeer zelf zelfs zich zichzelf zij zijn
    zo zoals zoiets zonder zou zouden zowel één
    """.split()
)
