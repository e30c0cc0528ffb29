"""Steps of colour and round numbers."""

from gagyo.kernels.drawing.drawing import Key, plain_number
from gagyo.kernels.drawing.scale import Steps, round_down, round_up, steps_for


def test_steps_spread_over_the_logarithm_with_round_bounds() -> None:
    assert steps_for([1, 2, 9, 40, 700]) == Steps(bounds=(1, 3, 10, 50, 100))


def test_one_value_makes_one_step_and_none_makes_none() -> None:
    assert (steps_for([7]), steps_for([0]), steps_for([])) == (Steps((5,)), Steps(()), Steps(()))


def test_the_smallest_value_still_gets_the_palest_colour() -> None:
    values = [4, 17, 230]
    assert [steps_for(values).step_of(value) for value in (0, *values)] == [0, 1, 2, 5]


def test_a_legend_names_whole_numbers_once() -> None:
    assert Steps((1, 2, 10, 1000)).legend(plain_number) == [
        Key("step-1", "1"),
        Key("step-2", "2–9"),
        Key("step-3", "10–999"),
        Key("step-4", "1,000+"),
    ]


def test_round_numbers_are_those_people_count_in() -> None:
    assert [round_down(value) for value in (1, 4.9, 10, 29, 700)] == [1, 3, 10, 20, 500]
    assert [round_up(value) for value in (0, 1, 7, 10, 69, 101)] == [1, 1, 8, 10, 80, 200]
