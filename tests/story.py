"""The two statements of 22 August 2020, retold in our own words in three languages."""

EMBASSY = {
    "en": (
        "Foreign Minister Motegi met Prime Minister Hun Sen in Phnom Penh today. He told the prime minister that it "
        "matters to reopen travel step by step while preventing COVID-19.\n\nThe “Residence Track” will start as "
        "early as early September: long-term residents may travel between Japan and Cambodia, with 14 days of "
        "quarantine at home or at a designated place after entry.\n\nCambodian students on "
        "Japanese government scholarships may enter at the earliest time."
    ),
    "ja": (
        "茂木外務大臣は本日、プノンペンでフン・セン首相と会談した。新型コロナウイルスの感染を防ぎながら、段階的に往来を再開することが"
        "重要だと伝えた。\n\n「レジデンストラック」は早ければ9月上旬に始まる。長期滞在者は、入国後14日間、自宅または指定された場所で"
        "待機することにより、日本とカンボジアの間を往来できる。\n\n日本政府の奨学金を受けるカンボジア人留学生は、最も早い時期に入国できる。"
    ),
    "km": (
        "រដ្ឋមន្ត្រីការបរទេសជប៉ុន លោក ម៉ូតេហ្គី បានជួបនាយករដ្ឋមន្ត្រី ហ៊ុន សែន នៅរាជធានីភ្នំពេញថ្ងៃនេះ។ លោកបានប្រាប់ថា "
        "ការបើកការធ្វើដំណើរឡើងវិញជាជំហានៗ មានសារៈសំខាន់ ខណៈទប់ស្កាត់ជំងឺកូវីដ-១៩។\n\nអ្នករស់នៅរយៈពេលវែង "
        "អាចធ្វើដំណើររវាងជប៉ុន និងកម្ពុជា ចាប់ពីដើមខែកញ្ញា ដោយធ្វើចត្តាឡីស័ក ១៤ ថ្ងៃ បន្ទាប់ពីចូលប្រទេស។\n\n"
        "និស្សិតកម្ពុជាដែលទទួលអាហារូបករណ៍រដ្ឋាភិបាលជប៉ុន អាចចូលប្រទេសបានឆាប់បំផុត។"
    ),
}
PRIME_MINISTER = {
    "en": (
        "Prime Minister Hun Sen received Japan's Foreign Minister Motegi. He agreed to restore connectivity and "
        "supports trade and cooperation. He asked that All Nippon Airways (ANA) resume flights to Cambodia. He thanked "
        "Japan for its aid over decades, for its help against COVID-19, and for its support for Cambodian workers and "
        "students in Japan."
    ),
    "ja": (
        "フン・セン首相は日本の茂木外務大臣と会談した。往来の再開に合意し、貿易と協力を支持すると述べた。全日本空輸（ANA）に対し、"
        "カンボジアへの航空便の再開を求めた。数十年にわたる日本の援助、新型コロナウイルス対策への支援、日本で働き学ぶカンボジア人への"
        "支援に感謝した。"
    ),
    "km": (
        "នាយករដ្ឋមន្ត្រី ហ៊ុន សែន បានទទួលជួបរដ្ឋមន្ត្រីការបរទេសជប៉ុន លោក ម៉ូតេហ្គី។ លោកបានយល់ព្រមស្តារការតភ្ជាប់ឡើងវិញ "
        "និងគាំទ្រពាណិជ្ជកម្ម និងកិច្ចសហប្រតិបត្តិការ។ លោកបានស្នើឱ្យក្រុមហ៊ុនអាកាសចរណ៍ ANA បើកជើងហោះហើរមកកម្ពុជាឡើងវិញ។ "
        "លោកបានថ្លែងអំណរគុណជប៉ុន ចំពោះជំនួយអស់ជាច្រើនទសវត្សរ៍ ការជួយប្រឆាំងជំងឺកូវីដ-១៩ "
        "និងការគាំទ្រពលករ និងនិស្សិតកម្ពុជានៅជប៉ុន។"
    ),
}
