"""Who works in the console: accounts, what each may do, sessions, and the audit trail.

Goes in: names, passwords, one-time codes. Comes out: a `Staff`, or a refusal in a sentence.
"""
