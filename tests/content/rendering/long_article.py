"""An article of some 1,600 words that holds every block, for the benchmark and one test.

.venv/bin/python -m tests.content.rendering.long_article     prints it
"""

_SENTENCES = (
    "A trigger point is a small, sore spot in a muscle, and many people call it a knot.",
    "It can hurt where it is, and it can send pain to another place.",
    "The numbing medicine starts to work in a few minutes and wears off after some hours.",
    "Walk a little, drink water, and let the muscle move as far as it wants to go.",
    "Some people feel better on the same day, and for others it takes a few days.",
    "Studies have not shown that one medicine works better than another for most people.",
)

_HEAD = """\
## What you can expect

{words}

The [benefits and risks](article:benefits-and-risks) are on a page of their own.[^aafp] The *fascia*
may be **sore**, and a trigger point injection may calm the inflammation.[^clinic]

![](img:42)

::: keypoints In short
- Rest on the first day.
- Move on the second day.
- Call us if you are not sure.
:::

::: figure drawing:disc-on-nerve A disc that presses on a nerve
1. The disc
2. The nerve
:::

## On the day

{words}

::: steps
### We find the knot
Time: About 5 minutes

We press on the muscle until we find the sore spot.

You may feel: sore for a moment.

### We clean the skin
Time: About 1 minute

We use a cold liquid.

### The shot
Time: Under 1 minute

You may feel: a pinch, and a jump of the muscle.
:::

::: question Does it hurt?
A little. Most people say that it feels like a pinch.[^aafp]
:::

::: question Can I drive home?
{{{{ driving }}}}
:::

## Your recovery

{words}

::: timeline
### First hour
The numbing medicine still works.

You may feel:

- numb
- warm

What helps:

- Sit for a while.
- Drink some water.

### First week
Most of the soreness is gone.

You may feel:

- a little sore

What helps:

- Short walks.
- Gentle stretching.
:::

| When | What you can do |
|------|-----------------|
| First day | Rest and short walks |
| Second day | Light work |
| After a week | Most of what you did before |

::: do
- Walk a little every hour.
- Use heat or ice for 15 minutes.
- Call {{{{ phone }}}} with any question.
:::

::: dont
- Do not lift more than 10 pounds.
- Do not rub the spot hard.
- Do not sit still all day.
:::

::: answers When can I…?
Shower
: Today

Work at a desk
: Tomorrow, if you feel well

Drive
: {{{{ driving }}}}
:::

::: note Do not stop a blood thinner on your own
Ask the doctor who gave it to you.
:::

## When to get help

::: emergency Call 911 now if you:
- cannot breathe well
- have sudden pain in your chest
:::

::: urgent Call us today if you:
- have a fever of 100.4°F or more
- see more redness, or the spot feels hot
:::

::: routine Tell us at your next visit if you:
- still have the same pain after two weeks
:::

## What is known

{words}

[^aafp]: An example society. [An example page](https://example.org/points?a=1&b=2). 2023.
[^clinic]: An example clinic. [Another page](https://example.org/shot). Year not stated.
"""


def long_article() -> str:
    paragraph = " ".join(_SENTENCES)
    return _HEAD.format(words="\n\n".join([paragraph] * 3 + [f"- {s}\n" for s in _SENTENCES]))


if __name__ == "__main__":
    print(long_article())
