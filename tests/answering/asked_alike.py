"""Questions that ask the same as one that somebody has answered, and near misses that do not.

On ``DEVELOPMENT`` the thresholds were chosen; ``HELD_OUT`` was written before; of it, totals
alone were seen, once, before the choice was final.
"""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    question: str
    """That a person has answered."""
    same: tuple[str, ...]
    other: tuple[str, ...]
    """Alike to look at, and with another answer."""


DEVELOPMENT = (
    Asked(
        "When was the Tollan Bridge opened?",
        (
            "when was the tollan bridge opened",
            "When did the Tollan Bridge open?",
            "In what year was the Tollan Bridge opened?",
            "On which date was the Tollan Bridge opened?",
            "When was Tollan Bridge officially opened?",
        ),
        (
            "When was the Tollan Bridge closed?",
            "When was the Tollan Bridge designed?",
            "When was the Tollan Tunnel opened?",
            "Who opened the Tollan Bridge?",
            "Why was the Tollan Bridge opened?",
            "When was the Tollan Bridge toll abolished?",
            "Was the Tollan Bridge opened in 1932?",
        ),
    ),
    Asked(
        "What did China and Japan agree on in 1978?",
        (
            "What did Japan and China agree on in 1978?",
            "On what did China and Japan agree in 1978?",
            "what was agreed by China and Japan in 1978?",
        ),
        (
            "What did China and Japan agree on in 1972?",
            "What did China and Korea agree on in 1978?",
            "What did China and Japan not agree on in 1978?",
            "What did China and Japan disagree on in 1978?",
            "Who signed the agreement of China and Japan in 1978?",
        ),
    ),
    Asked(
        "What is people-to-people diplomacy?",
        (
            "What's people-to-people diplomacy?",
            "what is people to people diplomacy",
            "What does people-to-people diplomacy mean?",
            "How is people-to-people diplomacy defined?",
            "Define people-to-people diplomacy.",
        ),
        (
            "What is public diplomacy?",
            "What is people-to-people diplomacy good for?",
            "Who invented people-to-people diplomacy?",
            "What is the history of people-to-people diplomacy?",
            "What are the limits of people-to-people diplomacy?",
            "What is ping-pong diplomacy?",
        ),
    ),
    Asked(
        "How long should the final essay be?",
        (
            "How long must the final essay be?",
            "how long does the final essay have to be",
            "How long should my final essay be?",
            "What length should the final essay have?",
        ),
        (
            "How long should the first essay be?",
            "How long should the final presentation be?",
            "How long do we have for the final essay?",
            "When is the final essay due?",
            "How many sources should the final essay have?",
            "How long should the introduction of the final essay be?",
        ),
    ),
    Asked(
        "Can I hand in the assignment late?",
        (
            "Can I submit the assignment late?",
            "May I hand in my assignment late?",
            "Can the assignment be handed in late?",
            "Is it possible to hand in the assignment late?",
        ),
        (
            "Can I hand in the assignment early?",
            "Can I hand in the assignment by email?",
            "Can I hand in the assignment in a group?",
            "Why can I not hand in the assignment late?",
            "Can I hand in the assignment twice?",
            "Can I come late to class?",
        ),
    ),
    Asked(
        "Who wrote the essay on Ping-Pong diplomacy?",
        (
            "Who is the author of the essay on Ping-Pong diplomacy?",
            "who wrote the essay about ping-pong diplomacy?",
            "By whom was the essay on Ping-Pong diplomacy written?",
        ),
        (
            "Who criticised the essay on Ping-Pong diplomacy?",
            "Who wrote the essay on panda diplomacy?",
            "Who took part in Ping-Pong diplomacy?",
            "When was the essay on Ping-Pong diplomacy written?",
        ),
    ),
    Asked(
        "Why did Zhou Enlai invite the American team?",
        (
            "Why was the American team invited by Zhou Enlai?",
            "For what reason did Zhou Enlai invite the American team?",
            "why did zhou enlai invite the american team",
        ),
        (
            "Why did Mao Zedong invite the American team?",
            "Why did Zhou Enlai invite the Canadian team?",
            "Why did the American team invite Zhou Enlai?",
            "When did Zhou Enlai invite the American team?",
            "Why did Zhou Enlai reject the American team?",
            "Why did Zhou Enlai meet the American team?",
        ),
    ),
    Asked(
        "What are the advantages of exchange programmes?",
        (
            "What advantages do exchange programmes have?",
            "Which advantages do exchange programmes offer?",
            "What are exchange programmes' advantages?",
        ),
        (
            "What are the disadvantages of exchange programmes?",
            "What are the costs of exchange programmes?",
            "What are the aims of exchange programmes?",
            "What are the advantages of language courses?",
            "What are the advantages of exchange programmes over tourism?",
        ),
    ),
    Asked(
        "Which chapters are in the midterm exam?",
        (
            "What chapters are in the midterm exam?",
            "Which chapters does the midterm exam cover?",
            "which chapters are on the midterm",
        ),
        (
            "Which chapters are in the final exam?",
            "Which chapters are not in the midterm exam?",
            "How many chapters are in the midterm exam?",
            "Which topics of chapter 3 are in the midterm exam?",
            "Which chapters were in the midterm exam in 2024?",
        ),
    ),
)

HELD_OUT = (
    Asked(
        "When did the ferry service end?",
        (
            "When was the ferry service ended?",
            "In which year did the ferry service end?",
            "when did the ferry service stop?",
        ),
        (
            "When did the ferry service begin?",
            "When did the bus service end?",
            "Why did the ferry service end?",
            "Who ended the ferry service?",
            "When did the ferry sink?",
        ),
    ),
    Asked(
        "What is the Confucius Institute?",
        (
            "What's the Confucius Institute?",
            "what is a confucius institute",
            "What are Confucius Institutes?",
            "Define the Confucius Institute.",
        ),
        (
            "What is the Goethe Institute?",
            "What is the budget of the Confucius Institute?",
            "What does Confucius say?",
            "Where is the Confucius Institute?",
            "What is criticised in the Confucius Institute?",
        ),
    ),
    Asked(
        "How is the oral exam graded?",
        (
            "How is the oral exam marked?",
            "How will the oral exam be graded?",
            "how do you grade the oral exam",
        ),
        (
            "How is the written exam graded?",
            "How long is the oral exam?",
            "Who grades the oral exam?",
            "How can I prepare for the oral exam?",
            "How is the oral exam not graded?",
        ),
    ),
    Asked(
        "Why did the talks of 1955 fail?",
        (
            "Why did the 1955 talks fail?",
            "For what reason did the talks of 1955 fail?",
            "why were the talks of 1955 a failure?",
        ),
        (
            "Why did the talks of 1954 fail?",
            "Why did the talks of 1955 succeed?",
            "Why did the talks of 1955 begin?",
            "When did the talks of 1955 fail?",
            "Who was at the talks of 1955?",
        ),
    ),
    Asked(
        "Do I have to attend the seminar?",
        (
            "Must I attend the seminar?",
            "Do we have to attend the seminar?",
            "Do I need to attend the seminar?",
            "Is attending the seminar required?",
        ),
        (
            "Do I have to attend the lecture?",
            "Do I have to prepare the seminar?",
            "When do I have to attend the seminar?",
            "Do I have to pay for the seminar?",
            "How often may I miss the seminar?",
        ),
    ),
    Asked(
        "Who founded the Friendship Association?",
        (
            "By whom was the Friendship Association founded?",
            "Who was the founder of the Friendship Association?",
            "who founded the friendship association",
        ),
        (
            "Who funded the Friendship Association?",
            "Who leads the Friendship Association?",
            "Who left the Friendship Association?",
            "Who founded the Trade Association?",
            "When was the Friendship Association founded?",
        ),
    ),
    Asked(
        "What role did sport play in the rapprochement?",
        (
            "Which role did sport play in the rapprochement?",
            "What role was played by sport in the rapprochement?",
            "What was the role of sport in the rapprochement?",
        ),
        (
            "What role did music play in the rapprochement?",
            "What role did sport play in the war?",
            "What role did the press play in the rapprochement?",
            "Which sport played a role in the rapprochement?",
        ),
    ),
)
