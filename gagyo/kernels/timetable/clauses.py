"""Clauses, and counting with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

TRUE, FALSE = 1, -1
# Up to this many literals each pair is forbidden: more clauses than a chain, but no variables to split the search on.
PAIRWISE = 30


@dataclass
class Clauses:
    """Clauses over variables numbered from 1, as they are gathered. The first variable is always true."""

    variables: int = 1
    rows: list[list[int]] = field(default_factory=lambda: [[TRUE]])

    def new(self) -> int:
        """Return a new variable."""
        self.variables += 1
        return self.variables

    def add(self, *literals: int) -> None:
        """Demand that one of the literals is true."""
        if TRUE not in literals:
            # Most clauses have nothing to leave out, and there are hundreds of thousands.
            self.rows.append([one for one in literals if one != FALSE] if FALSE in literals else list(literals))

    def either(self, literals: Sequence[int]) -> int:
        """Return a literal that is true just if one of these is."""
        if len(literals) <= 1:
            return literals[0] if literals else FALSE
        found = self.new()
        for literal in literals:
            self.add(-literal, found)
        self.add(-found, *literals)
        return found

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Allow one of the literals at most."""
        if len(literals) <= PAIRWISE:
            self.rows += [[-one, -other] for at, one in enumerate(literals) for other in literals[:at]]
            return
        before = literals[0]
        for literal in literals[1:]:
            self.add(-literal, -before)
            before = self.either([before, literal])

    def at_most(self, literals: Sequence[int], bound: int) -> None:
        """Allow this many of the literals at most."""
        if bound < 0:
            self.add()
        elif bound < len(literals):
            self.add(-self.counted(literals, bound + 1)[bound])

    def counted(self, literals: Sequence[int], upto: int) -> list[int]:
        """
        Return literals that are true if at least one, two, ... of these are, at most `upto` of them.

        Source: O. Bailleux, Y. Boufkhad, "Efficient CNF Encoding of Boolean Cardinality Constraints", CP 2003.
        """
        if len(literals) <= 1 or upto < 1:
            return list(literals[:upto])
        middle = len(literals) // 2
        left, right = self.counted(literals[:middle], upto), self.counted(literals[middle:], upto)
        sums = [self.new() for _ in range(min(upto, len(left) + len(right)))]
        for one in range(len(left) + 1):
            for other in range(len(right) + 1):
                if one + other:
                    reached = sums[min(one + other, len(sums)) - 1]
                    both = (*left[max(one, 1) - 1 : one], *right[max(other, 1) - 1 : other])
                    self.add(reached, *(-part for part in both))
        return sums

    def sums(self, literals: Sequence[int]) -> list[int]:
        """Return literals that are true just if at least one, two, ... of these are."""
        if len(literals) <= 1:
            return list(literals)
        middle = len(literals) // 2
        left, right = self.sums(literals[:middle]), self.sums(literals[middle:])
        sums = [self.new() for _ in literals]
        for one in range(len(left) + 1):
            for other in range(len(right) + 1):
                if one + other:
                    both = (*left[max(one, 1) - 1 : one], *right[max(other, 1) - 1 : other])
                    self.add(sums[one + other - 1], *(-part for part in both))
                if one + other < len(sums):
                    self.add(-sums[one + other], *left[one : one + 1], *right[other : other + 1])
        return sums

    def at_most_in_a_row(self, literals: Sequence[int], bound: int) -> None:
        """
        Allow this many of the literals at most.

        Source: C. Sinz, "Towards an Optimal CNF Encoding of Boolean Cardinality Constraints", CP 2005.
        """
        if bound >= len(literals):
            return
        rows, counts = self.rows, range(0)
        for literal in literals:
            # One more than before can be reached, up to the one that must not be.
            before, counts = counts, range(self.variables + 1, self.variables + 2 + min(len(counts), bound))
            self.variables += len(counts)
            for at, count in enumerate(counts):
                if at < len(before):
                    rows.append([-before[at], count])
                rows.append([-literal, -before[at - 1], count] if at else [-literal, count])
            if len(counts) > bound:
                rows.append([-counts[bound]])

    def tally(self, literals: Sequence[int], number: int) -> list[list[int]]:
        """
        Demand exactly this number of the literals, and return how far each has counted.

        Row i, place j: whether at least j of the first i literals are true; both from 0.
        """
        if number > len(literals):
            self.add()
        rows = [[TRUE] + [FALSE] * number]
        for at, literal in enumerate(literals, 1):
            before = rows[-1]
            # What is still to come cannot make up for more than its own number.
            sure = number - (len(literals) - at)
            row = [TRUE if j <= sure else FALSE if j > at else self.new() for j in range(number + 1)]
            row[0] = TRUE
            for j in range(1, number + 1):
                self.add(-before[j], row[j])
                self.add(-literal, -before[j - 1], row[j])
                self.add(-row[j], before[j], literal)
                self.add(-row[j], before[j - 1])
            self.add(-literal, -before[number])
            rows.append(row)
        return rows
