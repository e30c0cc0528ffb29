import pytest

from gagyo.kernels.text.sino_korean import sino_korean_reading, sino_korean_readings

CITIES = """
北京 북경,上海 상해,天津 천진,重慶 중경,瀋陽 심양,沈阳市 심양,大連 대련,青岛 청도,濟南 제남,烟台 연태,威海 위해
潍坊 유방
延吉 연길,長春 장춘,臺北 대북,圖們 도문,珲春 훈춘,南京 남경,苏州 소주,無錫 무석,杭州 항주,寧波 영파,義烏 의오
廈門 하문,廣州 광주,深圳 심천,東莞 동관,西安 서안,成都 성도,武漢 무한,長沙 장사,吉林 길림,洛陽 낙양,蘭州 난주
柳州 유주,臨沂 임기
遼寧省 요녕,江蘇 강소,浙江 절강,黑龙江 흑룡강,山東 산동,四川 사천,牡丹江 목단강,葫芦岛 호로도
""".strip().replace("\n", ",")


@pytest.mark.parametrize("city", CITIES.split(","))
def test_a_chinese_name_is_read_as_korean_offices_write_it(city: str) -> None:
    chinese, korean = city.split(" ")
    assert sino_korean_reading(chinese) == korean


@pytest.mark.parametrize("name", ["", "市", "Beijing", "乌鲁木齐🙂", "福冈ふ"])
def test_a_name_with_an_unknown_character_is_not_read(name: str) -> None:
    assert sino_korean_reading(name) == ""


def test_only_places_of_china_and_taiwan_are_read() -> None:
    alternates = ("Qingdao", "青岛", "青島", "青岛市", "칭다오")
    assert sino_korean_readings(alternates=alternates, country_code="CN") == ("청도",)
    assert sino_korean_readings(alternates=("福岡",), country_code="JP") == ()
