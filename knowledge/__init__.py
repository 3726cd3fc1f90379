"""What is known about emulation and commendation, and how it is found; no web, no Rasa."""
