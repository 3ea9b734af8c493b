"""Dutch abbreviations by what a full stop after them can mean, and the words that open a sentence."""

from __future__ import annotations

LEADING = frozenset(
    # A name, a number or the rest of the phrase follows: the full stop never ends the sentence.
    """dhr mevr mw mej prof dr drs ir ing mr mrs bc msc sr jr ds pr fam wed gebr weth burg secr art artt nr nrs num
    blz bladz pag pg pp hfst hst par fig bijl ondz afd afl dl ed uitg bijv bv vb vgl cf ca circa plm resp evt
    incl excl ong zgn zog geraadpl gewijz besch concl uitv voorz versch tel kvk postb str ln pl vs sint st geb
    gest overl wnd plv adj alg prov m.n m.b.t t.a.v t.b.v t.o.v i.v.m i.t.t i.p.v i.s.m i.h.k.v i.h.b i.c i.o
    i.o.m i.g.v i.e d.m.v d.w.z d.d dd o.b.v o.g.v o.l.v o.a o.m o.v.v t.g.v t.h.v t.w.v t.n.v t.z.t u.h.v v.a
    m.i m.u.v m.i.v m.a.w m.a n.a.v n.o.v w.b a.h.v a.d.h.v c.q q.q h.o d.i z.g z.g.n z.o.z a.g.v a.i.v i.z
    i.z.g k.l.v b.g.v m.m.v p.a t.m""".split()
)
BEFORE_NUMBER = frozenset(
    # Short for something only where a number follows; else a word, or the end of one.
    """jan feb febr mrt apr jun jul aug sep sept okt nov dec ma di wo do vr za zo vol no tab max min gem p k stb
    stcrt trb stbl rov r.o r.o.v fl sw ref n° vpb""".split()
)
CLOSING = frozenset(
    # These often stand at the end: what follows with a capital opens a sentence.
    """enz etc e.d e.a o.i.d a.u.b aub s.v.p svp n.v.t nvt jl l.l ll a.s v.chr n.chr b.d c.s m.m w.o p.m a.m p.p
    p.j p.p.p.d e.v et.al mln mld mio z.s.m st.ct i.d o.d r.k r.o""".split()
)
STARTERS = frozenset(
    # Words that open many sentences and few names.
    """aan achter alle als andere bij binnen bovendien buiten daar daarbij daardoor daarin daarmee daarna daarnaast
    daarom daarop daartoe dan dat de deze die dit door dus echter een eén één eerst en er ervan ga geen gelet
    haar had hebben heeft het hier hierbij hierdoor hiermee hiervoor hij hoe hoewel hun iedere iedereen ik in
    indien is jaarlijks je jij jullie kan kijk kunnen later maar meer men met mijn misschien mits moet moeten
    momenteel na naar naast natuurlijk net niet niemand nog nu of om omdat onder ondanks ons onze ook op over
    samen sinds soms steeds te tegen terwijl tevens toch toen tot tussen u uit uiteindelijk uw van vanaf veel
    verder via vinden volgens voor vooral vraag waar waarom waarvoor wanneer want was wat we wel welk welke werd
    wie wij wilt worden wordt ze zelf zie zij zijn zo zoals zodra zou zulke""".split()
)
