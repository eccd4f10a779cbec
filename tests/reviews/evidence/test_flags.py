from reviews.evidence.flags import Flag, FlagCode, Marks, flags_of


def test_what_sources_share_is_said_of_each_of_them():
    sources = [
        Marks("a", "Port  Office", "stats.example"),
        Marks("b", "port office", "paper.example", near_copy_of="a"),
        Marks("c", "", "www.stats.example", quote_missing=True),
        Marks("d", "", ""),
    ]

    found = flags_of(sources)

    assert found["a"] == [
        Flag(FlagCode.SAME_OWNER, ("b",)),
        Flag(FlagCode.SAME_DOMAIN, ("c",)),
        Flag(FlagCode.NEAR_COPY, ("b",)),
    ]
    assert found["b"] == [Flag(FlagCode.SAME_OWNER, ("a",)), Flag(FlagCode.NEAR_COPY, ("a",))]
    assert found["c"] == [Flag(FlagCode.SAME_DOMAIN, ("a",)), Flag(FlagCode.QUOTE_MISSING)]
    assert found["d"] == []


def test_a_copy_of_what_is_not_among_them_says_nothing():
    assert flags_of([Marks("b", "", "", near_copy_of="hidden")]) == {"b": []}
