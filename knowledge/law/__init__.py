"""The law of emulation and commendation: awards, rules, money and legal texts, true on a day."""
