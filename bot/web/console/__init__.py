"""The console at /quan-tri: what staff do in a browser.

Goes in: requests of who is signed in. Comes out: pages that work by keyboard and without script;
htmx makes some of them quicker. Every change is checked (`guard`) and written down (the audit trail).
"""
