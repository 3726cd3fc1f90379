"""Reports of a period: one builder of figures for the command, the console and its files.

Goes in: the journal, the votes, a period, the places that someone sees. Comes out: figures, tables
of them, and for the operator the questions, votes and slow turns behind them. What is counted is
counted by the database: a report of a million turns holds a few thousand numbers in memory.
"""
