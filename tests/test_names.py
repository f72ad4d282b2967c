"""What readers call things: every spelling means the same thing, and what means nothing is answered with the nearest."""

SPELLINGS = {
    "KZ-RU": [
        *("KZ-RU", "ru-kz", "KAZ-RUS", "rus/kaz", "dyad/RU-KZ", "KZ–RU", "kz_ru", "Kazakhstan-Russia"),
        *("Russia and Kazakhstan", "Ресей–Қазақстан", "Россия и Казахстан", "Казакстан мен Ресей", "398-643"),
        *("РОССИЯ — КАЗАХСТАН", "  Kazakhstan , Russian Federation ", "https://w3id.org/dyad/id/dyad/KZ-RU"),
    ],
    "GW-KZ": [
        *("GW-KZ", "kz-gw", "GNB-KAZ", "KZ/GW", "Dyad:GW-KZ", "Guinea-Bissau–Kazakhstan", "guinea bissau - kazakhstan"),
        *("Kazakhstan-Guinea-Bissau", "Гвинея-Бисау и Казахстан", "Қазақстан және Гвинея-Бисау"),
        *("КАЗАХСТАН—ГВИНЕЯ-БИСАУ", "Guinea‑Bissau / Kazakhstan", "kz & gw"),
    ],
    "BA-KZ": [
        *("BA-KZ", "KZ-BA", "kaz-bih", "BIH−KAZ", "dyad/kz-ba", "Bosnia and Herzegovina - Kazakhstan"),
        *(
            "Kazakhstan and Bosnia and Herzegovina",
            "Bosnia & Herzegovina–Kazakhstan",
            "Босния и Герцеговина – Казахстан",
        ),
        *("Казахстан и Босния и Герцеговина", "Босния және Герцеговина мен Қазақстан", "070/398"),
    ],
    "CI-UZ": [
        *("CI-UZ", "uz-ci", "CIV-UZB", "UZ/CI", "Côte d’Ivoire–Uzbekistan", "cote d'ivoire - uzbekistan"),
        *(
            "Ivory Coast and Uzbekistan",
            "Узбекистан и Кот-д’Ивуар",
            "Узбекистан — Кот-д'Ивуар",
            "Өзбекстан–Кот-д’Ивуар",
        ),
        *("Uzbekistan, Côte d'Ivoire", "Ѳзбекстан".replace("Ѳ", "О") + " пен Кот д Ивуар", "860-384"),
    ],
    "EU-KZ": [
        *("EU-KZ", "kz-eu", "dyad/kz-eu", "KAZ-EU", "European Union–Kazakhstan", "kazakhstan and the European Union"),
        *("Казахстан и Европейский союз", "Европейский Союз — Казахстан", "Еуропалық Одақ–Қазақстан"),
        *("Қазақстан мен Еуропалық одақ", "union/EU – country/KZ", "EUROPEAN UNION / KAZ"),
    ],
    "CN-KG": [
        *("CN-KG", "kg-cn", "CHN-KGZ", "China–Kyrgyzstan", "Kyrgyz Republic and China", "КНР и Кыргызстан"),
        *(
            "Киргизия–Китай",
            "Қытай мен Қырғызстан",
            "кытай-кыргызстан",
            "ҚХР/KGZ",
            "156 417",
            "China PR, Kyrgyz Republic",
        ),
    ],
}
