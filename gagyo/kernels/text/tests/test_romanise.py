import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.text.romanise import romanise

# The examples of the notice itself, but for those that need a dictionary.
OFFICIAL = """
구미 Gumi,영동 Yeongdong,백암 Baegam,옥천 Okcheon,합덕 Hapdeok,호법 Hobeop,월곶 Wolgot,한밭 Hanbat,구리 Guri
설악 Seorak,칠곡 Chilgok,임실 Imsil,울릉 Ulleung,대관령 Daegwallyeong,백마 Baengma,종로 Jongno,별내 Byeollae
왕십리 Wangsimni,신라 Silla,묵호 Mukho,집현전 Jiphyeonjeon,압구정 Apgujeong,낙동강 Nakdonggang,죽변 Jukbyeon
낙성대 Nakseongdae,합정 Hapjeong,팔당 Paldang,샛별 Saetbyeol,울산 Ulsan,광희문 Gwanghuimun,독립문 Dongnimmun
벚꽃 Beotkkot,해돋이 Haedoji,같이 Gachi,맞히다 Machida,좋고 Joko,놓다 Nota,낳지 Nachi,속리산 Songnisan
""".strip().replace("\n", ",")


@pytest.mark.parametrize("example", OFFICIAL.split(","))
def test_the_examples_of_the_published_rules_come_out_as_printed(example: str) -> None:
    korean, latin = example.split(" ")
    assert romanise(korean, capital=True) == latin


def test_other_text_stays_and_ends_the_assimilation() -> None:
    assert romanise("부산-London 시청 2층") == "busan-London sicheong 2cheung"


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)))
def test_hangul_alone_gives_small_latin_letters_alone(text: str) -> None:
    written = romanise(text)
    assert written == "" or (written.isascii() and written.islower() and written.isalpha())
