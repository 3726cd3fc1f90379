"""Many people wait for few staff: does each get one, and how fast do their words arrive?

People write through stand-ins of the apps and on the web page, all at once; staff take, answer and
give back through the console over HTTP, each as fast as they can, all from the same queue. The time of
an answer runs from the moment that staff press "Gửi" until the app's stand-in has it; on the web page
until the request that waits for it has it.

Run: python -m benchmarks.handover [PEOPLE] [STAFF]
"""
