"""Writes every sheet of the cast to /tmp/paperlook."""
import time
from pathlib import Path
OUT = Path("/tmp/paperlook/out"); OUT.mkdir(exist_ok=True)
def test_write(browse, act_as_member):
    from pop.demo.build import plan_of
    for who, whose in (("elias","elias"),("marte","elias"),("kari","elias"),("liv","elias"),("mona","elias"),("leyla","leyla"),("ida","ida")):
        with act_as_member(whose):
            key = plan_of(whose).key
        c = browse(who)
        (OUT / f"{who}-choose.html").write_bytes(c.get(f"/planer/{key}/utskrift/").content)
        for sheet in ("min-plan","neste-steg","lett"):
            for q in ("", "?stor=1", "?sprak=nn", "?sprak=en"):
                if q and who not in ("elias", "leyla"): continue
                t=time.time()
                a = c.get(f"/planer/{key}/utskrift/{sheet}.pdf{q}")
                print(who, sheet, q, a.status_code, len(a.content), round(time.time()-t,2), dict(a.headers))
                (OUT / f"{who}-{sheet}{q.replace('?','-').replace('=','')}.pdf").write_bytes(a.content)
