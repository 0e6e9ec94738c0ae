"""Questions that ask for what somebody has answered in quite other words, and some on the same
thing that ask for something else.

On ``DEVELOPMENT``, with its namesake in ``asked_alike``, the thresholds of an offer were chosen;
``HELD_OUT`` was written before; of it, totals alone were seen, once.
"""

from __future__ import annotations

from tests.answering.asked_alike import Asked

HELD_OUT = (
    Asked(
        "Do I have to pay for the field trip?",
        (
            "Is the field trip free?",
            "Does the field trip cost anything?",
            "What does the field trip cost?",
            "How much money do I need for the field trip?",
        ),
        (
            "Where does the field trip go?",
            "Do I have to take part in the field trip?",
            "Who pays the teacher of the field trip?",
            "Do I have to pay for the textbook?",
            "When do we leave for the field trip?",
        ),
    ),
    Asked(
        "May I use a dictionary in the exam?",
        (
            "Are dictionaries allowed in the exam?",
            "Can we bring a dictionary to the exam?",
            "Is it permitted to look words up in a dictionary during the exam?",
            "Am I allowed a dictionary at the exam?",
        ),
        (
            "May I use a calculator in the exam?",
            "Which dictionary does the lecturer recommend?",
            "May I leave early in the exam?",
            "How long is the exam?",
            "Where is the exam?",
        ),
    ),
    Asked(
        "How do I cite an interview?",
        (
            "In what form should interviews be cited?",
            "What does the citation of an interview look like?",
            "How should I reference an interview that I did?",
            "Which citation format do interviews need?",
        ),
        (
            "How do I cite a newspaper?",
            "How many interviews do I need?",
            "Whom should I interview?",
            "May I record an interview?",
            "How do I prepare an interview?",
        ),
    ),
    Asked(
        "Where are the recordings of the lectures?",
        (
            "Where can I find the lecture recordings?",
            "Where can I watch the recorded lectures?",
            "Are the lectures recorded somewhere?",
            "Where do you upload the videos of the lectures?",
        ),
        (
            "Where are the lectures held?",
            "When are the lectures?",
            "May I record the lectures?",
            "Where are the slides of the seminar?",
            "Who gives the lectures?",
        ),
    ),
    Asked(
        "Why was the ping-pong team chosen as envoys?",
        (
            "What made table tennis players suitable as envoys?",
            "Why were ping-pong players sent as diplomats?",
            "For what reason was the ping-pong team picked to be envoys?",
        ),
        (
            "Who belonged to the ping-pong team?",
            "When did the ping-pong team travel?",
            "Why did the ping-pong team lose?",
            "Who received the ping-pong team?",
        ),
    ),
    Asked(
        "What happens if I miss the deadline of the essay?",
        (
            "Is there a penalty for late essays?",
            "What if my essay is late?",
            "How are late essays treated?",
            "Do I lose points if I hand in the essay after the deadline?",
        ),
        (
            "When is the deadline of the essay?",
            "What happens if I fail the exam?",
            "What should the essay be about?",
            "Who marks the essay?",
            "What happens if I miss a seminar?",
        ),
    ),
    Asked(
        "Who can help me with statistics?",
        (
            "Whom can I ask about statistics?",
            "Is there a tutor for statistics?",
            "Where do I get help with statistics?",
        ),
        (
            "Who invented statistics?",
            "Do I need statistics for this course?",
            "Who can help me with my visa?",
            "Which statistics are in the report?",
        ),
    ),
)

DEVELOPMENT = (
    Asked(
        "Is there a fee for the museum visit?",
        (
            "Do I have to pay for the museum visit?",
            "Is the museum visit free of charge?",
            "How much is the museum visit?",
            "What do we pay for visiting the museum?",
            "Does it cost anything to go to the museum?",
        ),
        (
            "When is the museum visit?",
            "Who guides the museum visit?",
            "Is there a fee for the language course?",
            "What can be seen at the museum?",
            "Do I have to register for the museum visit?",
        ),
    ),
    Asked(
        "Can I write the essay in German?",
        (
            "Is it OK to write my essay in German?",
            "Are essays in German accepted?",
            "Does the essay have to be in English or can it be German?",
            "May essays be written in German?",
        ),
        (
            "Can I write the essay with a friend?",
            "Who translated the essay into German?",
            "Can I take the exam in German?",
            "What is the essay on German unity about?",
            "How long should the essay be?",
        ),
    ),
    Asked(
        "How do I get the reading list?",
        (
            "Where can I find the reading list?",
            "Where is the list of readings?",
            "Where do I download the reading list?",
            "Is the reading list online?",
        ),
        (
            "How long is the reading list?",
            "Who wrote the reading list?",
            "Do I have to read everything on the reading list?",
            "How do I get a library card?",
            "What is the first book on the reading list?",
        ),
    ),
    Asked(
        "Is attendance counted in the grade?",
        (
            "Does attendance affect my grade?",
            "Do I get a worse grade if I don't attend?",
            "Does being absent change the grade?",
            "How much does attendance count for the grade?",
        ),
        (
            "How is the grade of the essay counted?",
            "Who records attendance?",
            "When do we get our grade?",
            "Is participation in the forum counted in the grade?",
        ),
    ),
    Asked(
        "What led to the opening of relations in 1972?",
        (
            "Why were relations opened in 1972?",
            "What were the causes of the opening of relations in 1972?",
            "What brought about the 1972 opening of relations?",
        ),
        (
            "What followed the opening of relations in 1972?",
            "Who opposed the opening of relations in 1972?",
            "What led to the opening of relations in 1979?",
            "Where was the opening of relations in 1972 signed?",
        ),
    ),
    Asked(
        "Will the slides be uploaded before class?",
        (
            "Do we get the slides before class?",
            "When are the slides uploaded?",
            "Can I see the slides in advance of the class?",
            "Are slides available before the lecture?",
        ),
        (
            "Will the grades be uploaded before class?",
            "Who makes the slides?",
            "Can I use your slides in my talk?",
            "Will there be snacks before class?",
        ),
    ),
    Asked(
        "How large may our group be?",
        (
            "How many people can be in a group?",
            "What is the maximum group size?",
            "With how many others may I work in a group?",
            "Can five of us form a group?",
        ),
        (
            "How do we form a group?",
            "When do we present as a group?",
            "Does everybody in the group get the same grade?",
            "How large may the file be?",
        ),
    ),
    Asked(
        "What should I do if I am ill on the day of the exam?",
        (
            "I'm sick and can't come to the exam, what now?",
            "What happens if I am ill during the exam?",
            "Whom do I tell when I fall ill before the exam?",
            "Can I repeat the exam if I was ill?",
        ),
        (
            "What should I bring on the day of the exam?",
            "When is the exam?",
            "What should I do if I fail the exam?",
            "What should I read for the exam?",
        ),
    ),
)
