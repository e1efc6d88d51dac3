"""Makes plans.txt and tests/web/forms/numbers.txt, from the metadata of libphonenumber (Apache-2.0).

    pip install phonenumbers==9.0.43 && python3 plans.py

A line of plans.txt is a calling code, trunk prefixes that are not dialled from abroad, each after a slash, and a tree: by
the next digits of a national number, which lengths it may have (a: 1, b: 2 ...) and how it is grouped: the digits of every
group but the last. The tree is pruned where a country's plan is finer than what it is worth in bytes: it lets through
some numbers that nobody has, and no number that somebody can have is left out; the samples say how well it groups.
numbers.txt has an example for each region and type, as libphonenumber writes it.
"""

import collections
import random
import re
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat

try:
    from re import _parser as sre
except ImportError:
    import sre_parse as sre

TYPES = ["fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan",
         "voicemail"]
DEPTH = 4
# The plans that most numbers belong to are kept finer.
LARGE = {1, 7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 54, 55, 56, 57, 58, 60, 61, 62,
         63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 98, 234, 254, 351, 352, 353, 358, 380, 420, 852, 886, 966, 971, 972}
# One area of a plan may be a large city.
WEIGHTS = {44: 20}
# Where the metadata has them as a pattern only.
TRUNKS = {370: ["0", "8"], 375: ["80", "8", "0"]}
# Neither area nor exchange begins with 0 or 1 (North American Numbering Plan).
TREES = {1: "(2-9(0-9(0-9(2-9j33))))"}


class Automaton:
    """Of a pattern without loops."""

    def __init__(self, pattern):
        self.empty, self.moves = [], []
        start = self.state()
        self.end = self.add(sre.parse(pattern), start)
        self.start = self.close({start})

    def state(self):
        self.empty.append([])
        self.moves.append([])
        return len(self.empty) - 1

    def add(self, tree, at):
        for op, value in tree:
            if str(op) in ("LITERAL", "IN"):
                to = self.state()
                self.moves[at].append((digits_of(op, value), to))
                at = to
            elif str(op) == "MAX_REPEAT":
                low, high, part = value
                end = self.state()
                for count in range(min(high, 16)):
                    if count >= low:
                        self.empty[at].append(end)
                    at = self.add(part, at)
                self.empty[at].append(end)
                at = end
            elif str(op) == "SUBPATTERN":
                at = self.add(value[3], at)
            elif str(op) == "BRANCH":
                end = self.state()
                for branch in value[1]:
                    start = self.state()
                    self.empty[at].append(start)
                    self.empty[self.add(branch, start)].append(end)
                at = end
            else:
                raise ValueError(op)
        return at

    def close(self, states):
        found, todo = set(states), list(states)
        while todo:
            for to in self.empty[todo.pop()]:
                if to not in found:
                    found.add(to)
                    todo.append(to)
        return frozenset(found)

    def step(self, states, digits):
        return self.close({to for at in states for taken, to in self.moves[at] if taken & digits})

    def lengths(self, states):
        length = 0
        while states:
            if self.end in states:
                yield length
            states = self.step(states, set(range(10)))
            length += 1


def digits_of(op, value):
    if str(op) == "LITERAL":
        return {value - ord("0")}
    found = set()
    for kind, part in value:
        if str(kind) == "LITERAL":
            found.add(part - ord("0"))
        elif str(kind) == "RANGE":
            found |= set(range(part[0] - ord("0"), part[1] - ord("0") + 1))
        else:
            found |= set(range(10))
    return found


def example_of(tree):
    text = ""
    for op, value in tree:
        if str(op) in ("LITERAL", "IN"):
            text += str(random.choice(sorted(digits_of(op, value))))
        elif str(op) == "MAX_REPEAT":
            for _ in range(random.randint(value[0], value[1])):
                text += example_of(value[2])
        elif str(op) == "SUBPATTERN":
            text += example_of(value[3])
        else:
            text += example_of(random.choice(value[1]))
    return text


def international(code, national):
    zeros = len(national) - len(national.lstrip("0"))
    number = PhoneNumber(country_code=code, national_number=int(national), italian_leading_zero=zeros > 0 or None,
                         number_of_leading_zeros=zeros or None)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def ranges(text):
    """Neighbours from three on as a range."""
    out, at = "", 0
    while at < len(text):
        end = at
        while end + 1 < len(text) and ord(text[end + 1]) == ord(text[end]) + 1:
            end += 1
        out += text[at:end + 1] if end - at < 2 else f"{text[at]}-{text[end]}"
        at = end + 1
    return out


class Plan:
    def __init__(self, code, regions):
        self.code = code
        self.weight = WEIGHTS.get(code, 4 if code in LARGE else 1)
        self.lengths = collections.defaultdict(set)
        self.groups = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
        self.total = 1e-9
        self.trunks = TRUNKS.get(code)
        for region in regions:
            metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
            if metadata is None:
                continue
            if self.trunks is None:
                self.trunks = [metadata.national_prefix] if metadata.national_prefix else []
            for kind in TYPES:
                description = getattr(metadata, kind)
                pattern = description and description.national_number_pattern
                if pattern and pattern != "NA":
                    self.read(pattern)
                    count = {"fixed_line": 700, "mobile": 1000}.get(kind, 60)
                    tree, weight = sre.parse(pattern), 1 if kind in TYPES[:2] else 0.3
                    for _ in range(count if region == regions[0] else count // 6):
                        self.sample(example_of(tree), weight)
                    # Of an area that many people know.
                    if region == regions[0] and kind in TYPES[:2]:
                        self.sample(description.example_number, 20)

    def read(self, pattern):
        automaton = Automaton(pattern)
        todo = [("", automaton.start)]
        while todo:
            prefix, states = todo.pop()
            lengths = {len(prefix) + length for length in automaton.lengths(states)}
            self.lengths[prefix] |= lengths
            for digit in range(10 if len(prefix) < DEPTH else 0):
                following = automaton.step(states, {digit})
                if following:
                    todo.append((prefix + str(digit), following))

    def sample(self, national, weight):
        groups = tuple(len(group) for group in re.split("[ .-]", international(self.code, national).split(" ", 1)[1]))
        if sum(groups) != len(national):
            return
        self.total += weight
        for length in range(DEPTH + 1):
            self.groups[national[:length]][len(national)][groups[:-1]] += weight

    def leaf(self, prefix):
        picked, wrong = {}, 0
        for length in sorted(self.lengths[prefix]):
            counted = self.groups[prefix][length]
            picked[length] = counted.most_common(1)[0][0] if counted else None
            wrong += sum(counted.values()) - (counted.most_common(1)[0][1] if counted else 0)
        common = collections.Counter()
        for length, groups in picked.items():
            if groups is not None:
                common[groups] += sum(self.groups[prefix][length].values())
        order = [groups for groups, _ in common.most_common()] or [()]
        for length, groups in picked.items():
            counted = self.groups[prefix][length]
            for other in order:
                loss = 0 if groups is None else counted[groups] - counted[other]
                if sum(other) < length and loss < 0.004 * self.total / self.weight:
                    wrong += loss
                    picked[length] = other
                    break
        by_groups = collections.defaultdict(list)
        for length, groups in picked.items():
            by_groups[groups or ()].append(length)
        # What is not grouped has nothing that would end it.
        parts = sorted(by_groups.items(), key=lambda part: (not part[0], part[1]))
        text = "".join(ranges("".join(chr(96 + length) for length in lengths)) + "".join(map(str, groups))
                       for groups, lengths in parts)
        excess = 0
        if len(prefix) < 2:
            deeper = [prefix + str(number).zfill(2 - len(prefix)) for number in range(10 ** (2 - len(prefix)))]
            for length in self.lengths[prefix]:
                excess += sum(length not in self.lengths.get(longer, ()) for longer in deeper) / len(deeper)
            excess *= 10.0 ** -len(prefix) / max(len(self.lengths[prefix]), 1)
        cost = 200 * self.weight * wrong / self.total + 2 * self.weight * excess
        return text, 0.55 * len(text), cost

    def tree(self, prefix=""):
        """The text of a tree, its size and what it gets wrong, all in bytes."""
        text, size, cost = self.leaf(prefix)
        if len(prefix) == DEPTH:
            return text, size, cost
        branches = {}
        for digit in "0123456789":
            if prefix + digit in self.lengths:
                branch, branch_size, branch_cost = self.tree(prefix + digit)
                found = branches.setdefault(branch, ["", branch_size, 0])
                found[0] += digit
                found[2] += branch_cost
        deeper_size = 1 + sum(0.6 * (len(ranges(digits)) + 1) + size for digits, size, _ in branches.values())
        deeper_cost = sum(cost for _, _, cost in branches.values())
        if deeper_size + deeper_cost < size + cost:
            return "(" + ",".join(ranges(part[0]) + text for text, part in branches.items()) + ")", deeper_size, deeper_cost
        return text, size, cost


def main():
    random.seed(7)
    here = Path(__file__).parent
    plans, numbers = [], []
    for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        plan = Plan(code, regions)
        tree = TREES.get(code) or plan.tree()[0]
        plans.append(str(code) + "".join("/" + trunk for trunk in plan.trunks or []) + tree)
        for region in regions:
            metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
            for kind in TYPES[:2]:
                example = metadata and getattr(metadata, kind) and getattr(metadata, kind).example_number
                if example:
                    numbers.append(re.sub("[ .-]", " ", international(code, example)))
    (here / "plans.txt").write_text("\n".join(plans) + "\n")
    (here / "../../../tests/web/forms/numbers.txt").write_text("\n".join(dict.fromkeys(numbers)) + "\n")


main()
