"""Texts as people copy them from websites: menus, flattened tables, notes, boxes of links."""

from documents.held import assert_document_holds, cells, outline, read_text

PROSE = (
    "The council agreed in March 2023 to raise the ceiling of the fund to €12 billion, after two years of talks "
    "between the capitals. Nobody objected."
)


def kinds(document):
    return [kind for kind, _ in outline(document)]


def paths(document):
    return {block.span.cut(document.text): block.section for block in document.blocks}


def test_menu_above_the_title_is_boilerplate(tmp_path):
    menu = "Home\nAbout\nPublications\nEvents\nSearch\nPolicy Brief\n"
    front = "Grain Corridors of the Black Sea\nBy Ana Ionescu and Petr Dvořák\nMarch 14, 2025\nDownload PDF\n1.4 MB\n"
    document = read_text(tmp_path, f"{menu}{front}Executive Summary\n{PROSE}\n")
    assert (document.title, document.author, document.published) == (
        "Grain Corridors of the Black Sea",
        "Ana Ionescu and Petr Dvořák",
        "2025-03-14",
    )
    assert kinds(document) == [*["boilerplate"] * 6, "title", *["boilerplate"] * 4, "heading", "paragraph"]


def test_standfirst_above_the_byline_is_a_paragraph(tmp_path):
    front = "The Arctic After the War | Northern Institute\nTopics\nRegions\nExperts\nThe Arctic After the War\n"
    standfirst = "Seven of eight states stopped working with one. What is left?"
    document = read_text(
        tmp_path,
        f"{front}{standfirst}\nPublished 9 November 2023 — Updated 12 January 2024\nIngrid Solberg\n"
        f"Senior Research Fellow, Polar Programme\n{PROSE}\n",
    )
    assert (document.title, document.author) == ("The Arctic After the War", "Ingrid Solberg")
    assert outline(document)[5:] == [
        ("paragraph", standfirst),
        *[
            ("boilerplate", text)
            for text in (
                "Published 9 November 2023 — Updated 12 January 2024",
                "Ingrid Solberg",
                "Senior Research Fellow, Polar Programme",
            )
        ],
        ("paragraph", PROSE),
    ]


def test_an_institute_in_capitals_is_not_the_title(tmp_path):
    front = "COUNCIL FOR EASTERN STUDIES\n\nMoldova’s Turn: From Cuciurgan to Iași\n\n"
    document = read_text(tmp_path, f"{front}Date: February 2025 | Author: Nicoleta Rusu | Region: Europe\n\n{PROSE}\n")
    assert (document.title, document.author, document.published) == (
        "Moldova’s Turn: From Cuciurgan to Iași",
        "Nicoleta Rusu",
        "2025-02",
    )


def test_key_figures_and_entries_of_a_timeline_are_no_headings(tmp_path):
    figures = ["€250 million — support announced on 4 February", "1.5 million m³ — daily use", "36% — planned share"]
    days = ["9 September 2025: drones over Poland", "1 October 2025: leaders meet in Copenhagen"]
    listed = "\n\n".join(["Key numbers", *figures, "Timeline of Events", *days])
    document = read_text(tmp_path, f"Grain and Power\n\n{PROSE}\n\n{listed}\n\n{PROSE}\n")
    assert [text for kind, text in outline(document) if kind == "heading"] == ["Key numbers", "Timeline of Events"]
    assert [text for kind, text in outline(document) if kind == "paragraph"] == [PROSE, *figures, *days, PROSE]


def test_a_figures_caption_right_above_a_table_is_the_tables(tmp_path):
    document = read_text(tmp_path, f"{PROSE}\nFig. 1. Imports by source (%)\nSource | 2021\nOwn | 21\n{PROSE}\n")
    assert [block.caption for block in document.blocks if block.cells] == ["Fig. 1. Imports by source (%)"]


def test_a_question_in_title_case_is_the_title(tmp_path):
    title = "Buying Together: Can Pooled Procurement Survive the End of Donor Money?"
    document = read_text(
        tmp_path, f"Health Desk\nSkip to content\n9 min read\n{title}\nKEY TAKEAWAYS\n• {PROSE}\n• {PROSE}\n"
    )
    assert document.title == title
    assert kinds(document) == [*["boilerplate"] * 3, "title", "heading", "list_item", "list_item"]


def test_a_text_without_a_title_is_named_after_its_first_telling_heading(tmp_path):
    document = read_text(
        tmp_path, f"Ana Ionescu\n2 MB\nKey Takeaways:\n- one point\n- two points\n\nWhy Grain Still Matters\n{PROSE}\n"
    )
    assert document.title == "Why Grain Still Matters"


def test_bracketed_notes_are_footnotes_linked_to_their_marks(tmp_path):
    document = read_text(
        tmp_path,
        f"Grain and Power\n\nDemand will rise six-fold by 2030.[1] It fell in 2024 [2].\n{PROSE}\n"
        "[1] Research Centre, Demand Forecast, 2023.\n[2] Interview, Brussels, 4 February 2025.\n",
    )
    assert_document_holds(document)
    assert "by 2030. It fell in 2024." in document.text
    notes = [block for block in document.blocks if block.mark]
    assert [(note.mark, document.text[: note.anchor.start].split()[-1]) for note in notes] == [
        ("1", "2030."),
        ("2", "2024"),
    ]


def test_numbered_notes_below_their_heading_have_raised_and_bare_marks(tmp_path):
    document = read_text(
        tmp_path,
        "Grain and Power\n\nThe auditors called it “very unlikely”.¹ It covers 895 km² and cost EUR 880 million a "
        f"year by the Court of Auditors.2 Nobody objected.\n{PROSE}\n"
        "Notes\n1. Special Report 12/2025.\n2. Les OPEX, 2022.\n",
    )
    assert "“very unlikely”. It covers 895 km² and" in document.text
    assert "Court of Auditors. Nobody" in document.text
    assert [block.mark for block in document.blocks if block.mark] == ["1", "2"]


def test_list_without_bullets_below_a_colon(tmp_path):
    lead = "The act entered into force in May 2024. It sets three benchmarks for 2030:"
    items = ["10% of annual consumption", "40% processed in the union", "no more than 65% from one country"]
    listed = "\n".join(items)
    document = read_text(tmp_path, f"Grain and Power\n\n{PROSE}\n{lead}\n{listed}\nProgress has been slow\n{PROSE}\n")
    assert outline(document)[3:] == [
        *[("list_item", item) for item in items],
        ("heading", "Progress has been slow"),
        ("paragraph", PROSE),
    ]


def test_boxes_of_links_and_the_table_of_contents_are_boilerplate(tmp_path):
    document = read_text(
        tmp_path,
        f"Grain and Power\n\n{PROSE}\nContents\nWho Pays the Bill?\nWhat Comes Next?\nWho Pays the Bill?\n{PROSE}\n"
        f"Read more: How Japan stored its rice\nWhat Comes Next?\n{PROSE}\n"
        "Related Articles\nThe Rice Race\nWheat Again\n"
        "Tags: grain, power\nWe use cookies to improve your experience. Accept\n",
    )
    said = [text for kind, text in outline(document) if kind == "boilerplate"]
    assert said == [
        "Contents",
        "Who Pays the Bill?",
        "What Comes Next?",
        "Read more: How Japan stored its rice",
        "Related Articles",
        "The Rice Race",
        "Wheat Again",
        "Tags: grain, power",
        "We use cookies to improve your experience. Accept",
    ]
    assert [text for kind, text in outline(document) if kind == "heading"] == ["Who Pays the Bill?", "What Comes Next?"]


def test_caption_in_two_lines_and_a_label_on_its_own(tmp_path):
    document = read_text(
        tmp_path,
        f"Grain and Power\n\n{PROSE}\n\nA silo at the port near\nConstanța, October 2022. Credit: Port authority\n"
        f"{PROSE}\nTable 1\nExports by year\nYear | Exports\n2020 | 5\n2021 | 6\n{PROSE}\n",
    )
    captions = [text for kind, text in outline(document) if kind == "caption"]
    assert captions == [
        "A silo at the port near Constanța, October 2022. Credit: Port authority",
        "Table 1 Exports by year",
    ]
    assert [block.caption for block in document.blocks if block.cells] == ["Table 1 Exports by year"]


def test_a_heading_right_above_a_table_in_running_text_is_its_caption(tmp_path):
    document = read_text(
        tmp_path,
        f"Grain and Power\n\nThe Military Balance\n{PROSE}\n"
        f"Forces in the North\nKind\tRussia\nIcebreakers\t57\n{PROSE}\n",
    )
    assert [block.caption for block in document.blocks if block.cells] == ["Forces in the North"]
    assert {block.section for block in document.blocks[2:]} == {("The Military Balance",)}


def test_lettered_headings_stand_below_roman_ones_and_small_below_capitals(tmp_path):
    document = read_text(
        tmp_path,
        f"Grain and Power\n\nI. THE CASE\n{PROSE}\nA. What was done\n{PROSE}\n"
        f"II. THE COST\n{PROSE}\nWho Pays\nOnly one does. {PROSE}\n",
    )
    found = paths(document)
    assert found[PROSE] == ("II. THE COST",)
    assert found["A. What was done"] == ("I. THE CASE",)
    assert found[f"Only one does. {PROSE}"] == ("II. THE COST", "Who Pays")


def test_a_single_numbered_line_above_a_lettered_list_is_a_heading(tmp_path):
    document = read_text(tmp_path, f"Grain and Power\n\n{PROSE}\n2. What to Do\na) Store more.\nb) Buy early.\n")
    assert outline(document)[2:] == [
        ("heading", "2. What to Do"),
        ("list_item", "Store more."),
        ("list_item", "Buy early."),
    ]


def test_columns_set_with_spaces_are_a_table(tmp_path):
    rows = (
        "Mission            Start     Staff    Budget (EUR million)\n"
        "EUTM Mali          2013      1,000    133.7\n"
        "EUCAP Sahel Niger  2012        157     72.0\n"
    )
    found = cells(read_text(tmp_path, f"{PROSE}\n\nTable 2. Missions\n\n{rows}"))
    assert found["157"] == (("EUCAP Sahel Niger",), ("Staff",))
    assert found["133.7"] == (("EUTM Mali",), ("Budget (EUR million)",))


def test_leading_tabs_keep_the_columns_of_a_two_level_header(tmp_path):
    rows = "\t\tPledged\t\tPaid\nRecipient\tDonors\t2021\t2022\t2021\t2022\nAlbania\t7\t3.2\t21.4\t1.1\t6.3\n"
    found = cells(read_text(tmp_path, f"{PROSE}\n{rows}"))
    assert found["3.2"] == (("Albania",), ("Pledged", "2021"))
    assert found["1.1"] == (("Albania",), ("Paid", "2021"))
    assert found["7"] == (("Albania",), ("Donors",))


def test_merged_headers_that_lost_their_places_are_put_back(tmp_path):
    shared = "Kind | Exported (TIVs) | Share |\nUnited States | Korea | United States | Korea |\n"
    shared += "Guns | 245 | 735 | 0.6% | 40% |\n"
    found = cells(read_text(tmp_path, f"{PROSE}\n{shared}"))
    assert found["735"] == (("Guns",), ("Exported (TIVs)", "Korea"))
    single = "Vaccine | Doses (million) | Supplier |\n2022 | 2023 |\nHPV | 2.7 | 6.1 | Helixmed |\n"
    found = cells(read_text(tmp_path, f"{PROSE}\n{single}"))
    assert found["6.1"] == (("HPV",), ("Doses (million)", "2023"))
    assert found["Helixmed"] == (("HPV",), ("Supplier",))


def test_rows_with_one_label_head_the_rows_below_them_but_not_the_total(tmp_path):
    rows = "Country | 2022 | 2023 |\nNorth | | |\nSweden | 12.5 | 14.0 |\n"
    rows += "South | | |\nItaly | 1.2 | 1.9 |\nTotal | 13.7 | 15.9 |\n"
    found = cells(read_text(tmp_path, f"{PROSE}\n{rows}"))
    assert found["14.0"] == (("North", "Sweden"), ("2023",))
    assert found["1.9"] == (("South", "Italy"), ("2023",))
    assert found["15.9"] == (("Total",), ("2023",))


def test_rows_parted_by_blank_lines_are_one_table(tmp_path):
    document = read_text(tmp_path, f"{PROSE}\n\nYear\tGrowth\n\n2022\t3.1\n\n2023\t0.4\n\n{PROSE}\n")
    assert cells(document) == {"3.1": (("2022",), ("Growth",)), "0.4": (("2023",), ("Growth",))}


def test_lines_broken_at_a_width_between_short_headings_are_joined(tmp_path):
    text = (
        "THE SAHEL AFTER BARKHANE\n\nSUMMARY\n"
        "France withdrew its last soldiers from Mali on 15 August 2022 and from\n"
        "Niger on 22 December 2023. The training mission in Mali ended on\n"
        "17 May 2024. This paper asks what remains: three civilian missions, some\n"
        "1,100 staff, and a long-term budget of EUR 114 million a year.\n\n"
        "1 BACKGROUND\n"
        "Operation Barkhane began on 1 August 2014 with 3,000 troops and grew to\n"
        "5,100 in 2020, when the operation was at its largest. The cost in the long-\n"
        "term was put at EUR 880 million a year in a report by the national Court\nof Auditors.\n"
    )
    document = read_text(tmp_path, text)
    assert "ended on 17 May 2024. This paper" in document.text
    assert "in the long-term was put" in document.text
    assert kinds(document) == ["title", "heading", "paragraph", "heading", "paragraph"]


def test_markdown_in_a_text_file_is_read_as_markdown(tmp_path):
    text = f"# Hydrogen Corridors\n\n**Key messages**\n\n- a\n- b\n\n## Costs\n{PROSE}\n{PROSE}\n"
    text += "| Kind | Cost |\n|---|---|\n| Sea | €2 |\n"
    document = read_text(tmp_path, text)
    assert document.media_type == "text/markdown"
    assert kinds(document) == [
        "title",
        "heading",
        "list_item",
        "list_item",
        "heading",
        "paragraph",
        "paragraph",
        "table",
    ]
    assert cells(document) == {"€2": (("Sea",), ("Cost",))}


def test_paragraph_after_a_disclaimers_heading_is_boilerplate(tmp_path):
    last = "This paper was written with the support of a foundation that had no say in what it holds."
    document = read_text(tmp_path, f"Grain and Power\n\n{PROSE}\nDisclaimer\n{last}\n")
    assert outline(document)[-2:] == [("boilerplate", "Disclaimer"), ("boilerplate", last)]
