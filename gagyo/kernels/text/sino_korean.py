"""How Koreans read a Chinese place name letter by letter: 瀋陽 is 심양 in many an office, beside 선양.

The table holds the characters of larger cities' and provinces' names in their old and new forms; a name with
any other character is not read at all, rather than wrongly.
"""

from typing import Final

from gagyo.kernels.text.hangul import Syllable, put_together, take_apart

_READINGS: Final = """
가嘉佳街家 간干 갈葛碣 감甘贛赣感 강江岡冈崗岗康疆 개開开介凱凯 건建 게揭 경京慶庆景瓊琼 계桂鷄鸡雞鶏溪界薊蓟
고高古固庫库 곡曲 곤昆崑 공鞏巩公貢贡共 곽霍 관關关関官館馆莞 광廣广広光 교交膠胶橋桥 구九口丘區区衢 귀貴贵
규奎 극克 금金錦锦 기淇岐祁沂基 길吉 남南 내內内 녕寧宁寗 단丹 달達达 담潭儋湛 당唐塘 대大臺 덕德徳
도都島岛道圖图桃 돈敦 동東东銅铜同潼洞桐 두頭头斗 둔屯 등騰腾登滕 락洛樂乐 란蘭兰 랑廊 래萊莱來来 량凉涼梁良
려麗丽呂吕廬庐黎 련連连蓮莲漣 렴廉 령嶺岭 례醴 로蘆芦魯鲁瀘泸潞老路 뢰雷 료遼辽聊 룡龍龙竜 루婁娄 류柳 륙六陸陆
륭隆 릉陵 리里裡利梨理 림臨临林 마馬马麻 만萬万灣湾滿满 매梅 맹孟 면綿绵 명明名 목牡木 무武無无撫抚蕪芜茂
문門门文汶們们 미眉美尾 밀密 박博亳 반盤盘潘攀 방防方坊蚌房 백白百 번番 벽璧壁 변邊边 병屏 보保寶宝普 복福復复
본本 봉鳳凤奉蓬峰封 부富阜埠涪浮府扶 북北 분汾 불佛仏 비邳肥 빈濱滨賓宾 사沙四泗思斯 산山汕 삼三
상上商常湘 색色 서西舒徐瑞 석石錫锡 선仙宣 섬陝陕 성城成 소蘇苏紹绍韶昭巢邵 송松宋 수水隨随壽寿遂綏绥
숙宿 순順顺 숭崇 승勝胜昇承 신新信莘辛 심瀋沈深 십十 쌍雙双 아雅亞亚 악岳鄂 안安雁鞍岸 암岩巖 압鴨 액掖
양陽阳楊杨揚扬洋襄 언堰 여汝余 연煙烟延燕沿 염鹽盐 영營营永榮荣英盈 오五吳吴烏乌梧 옥玉 온溫温 왕王汪
요饒饶堯尧 용涌容 우禹 운雲云運运 웅雄 원原元沅遠远源園园 월越 위渭威衛卫 유濰潍楡榆 은銀银恩 읍邑 응應应鷹鹰
의宜義义儀 이伊洱 익益 인仁 일日 임任 자資资自磁 작作 장張张長长章漳莊荘庄樟 저滁 적赤 전田 절浙節节 점店
정鄭郑定正井汀頂顶靖 제濟济済齊齐諸诸 조肇朝潮棗枣趙赵照曹 좌左 주州周珠株駐驻酒洲舟 죽竹 준遵准 중中重 즉卽即
증增 지地池枝 진鎮镇津晉晋秦 집集 창昌倉仓滄沧彰 처處处 천天川泉千遷迁圳 철鐵铁鉄 청青靑清 초楚椒焦 추鄒邹
춘春 충忠充 치治淄 칠七 침郴 탁涿 탑塔 탕湯汤 태太泰台 택澤泽 토土 통通 특特 파巴波 팔八 패霸沛 평平坪萍
포浦包蒲莆 풍豊丰豐楓枫 필畢毕 하河夏廈厦賀贺荷菏 학鶴鹤 한漢汉邯韓韩 함咸 합合 항杭港恒 해海 행杏 향鄉乡香郷
허許许 혁赫 형荊荆衡邢 혜惠恵 호湖虎浩呼滸浒葫胡濠 홍紅红洪 화華华花和化 환環环桓 황黃黄皇煌 회懷怀懐淮會会匯汇
효孝 훈琿珲 휘徽輝 흑黑黒 흔忻 흠欽钦 흥興兴
"""
_READING: Final = {character: group[0] for group in _READINGS.split() for character in group[1:]}
_SUFFIXES: Final = "市省县縣區区"
_PALATAL: Final = frozenset("ㅑㅕㅛㅠㅣㅖ")


def sino_korean_reading(name: str) -> str:
    """
    Return how Koreans read a name in Chinese characters, without 市 or 省, empty if a character is not known.

    At the head of the word ㄹ and ㄴ change as in Korean words: 遼寧 gives 요녕, 洛陽 낙양, 大連 대련.
    """
    bare = name[:-1] if len(name) > 2 and name[-1] in _SUFFIXES else name
    if len(bare) < 2 or any(character not in _READING for character in bare):
        return ""
    first, *rest = (_READING[character] for character in bare)
    return "".join([_at_the_head(first), *rest])


def sino_korean_readings(*, alternates: tuple[str, ...], country_code: str) -> tuple[str, ...]:
    """Return the different readings of a Chinese or Taiwanese place's names, none for any other country."""
    if country_code not in ("CN", "TW"):
        return ()
    readings = (sino_korean_reading(name) for name in alternates)
    return tuple(dict.fromkeys(reading for reading in readings if reading))


def _at_the_head(reading: str) -> str:
    onset, vowel, coda = take_apart(reading)
    if onset in "ㄹㄴ" and vowel in _PALATAL:
        onset = "ㅇ"
    elif onset == "ㄹ":
        onset = "ㄴ"
    return put_together(Syllable(onset, vowel, coda))
