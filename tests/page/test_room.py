"""A class of three browsers: a teacher, a phone and a projector, in one room."""

import pytest
from playwright.sync_api import expect

from .conftest import Live

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Sockets by which the line can be cut
SOCKETS = """window.sockets = []
const Plain = window.WebSocket
window.WebSocket = class extends Plain { constructor(...way) { super(...way); window.sockets.push(this) } }"""


@pytest.fixture
def enter(tab, server):
    """Opens the page as another person each time."""
    pages = []

    def enter(query, **options):
        page = tab(**options)
        if pages:
            page.add_init_script(SOCKETS)
        pages.append(Live(page, server, query))
        return pages[-1]

    yield enter
    pages[0].page.evaluate("sessionStorage.removeItem('astro-dash: room')")
    assert [live.leave() for live in pages] == [[]] * len(pages)


def strip(live):
    return live.page.locator(".strip [role=status]")


def poll(live):
    return live.page.locator(".poll")


def test_a_lesson_with_a_class(enter):
    teacher = enter("patterns=digits&load=50")
    teacher.button("Class").click()
    teacher.button("Open a room").click()
    code, link = teacher.page.locator(".call .code"), teacher.page.locator(".call .link")
    expect(code).to_be_visible()
    expect(teacher.page.get_by_role("img", name="QR code of the link")).to_be_visible()
    assert link.inner_text().endswith(f"/?room={code.inner_text().replace(' ', '')}")

    # In by the link, and by the code as somebody types it
    phone = enter(link.inner_text().partition("?")[2], **PHONE)
    board = enter("load=7")
    board.button("Class").click()
    board.page.get_by_label("Code of the class").fill(code.inner_text().lower())
    board.button("Join").click()
    students = phone, board
    for student in students:
        expect(strip(student)).to_contain_text("You follow the class")
        expect(student.field("load")).to_have_value("50")
    expect(teacher.page.locator(".count")).to_have_text("2 students are in.")
    expect(teacher.button("Class: 2")).to_be_visible()

    # What the teacher moves moves there, to the frame
    teacher.drag(teacher.slider("load"), 0.2, 0.5)
    load = teacher.field("load").input_value()
    assert load != "50"
    for student in students:
        expect(student.field("load")).to_have_value(load)
    teacher.finish()
    for frame in (17, 4, 23):
        teacher.scrub(frame)
        for student in students:
            expect(student.page.locator(".scrub")).to_have_value(str(frame))
            expect(student.clock).to_have_text(teacher.clock.text_content())
    for name in ("Cue", "Astrocyte-gated"):
        assert phone.ink(name) == board.ink(name) == teacher.ink(name)
    teacher.button("Run").click()
    for student in students:
        student.eventually(lambda s=student: int(s.page.locator(".scrub").input_value()), lambda frame: frame > 23)
    teacher.finish()

    # A student cannot steer, by hand or by key
    board.page.keyboard.press("n")
    board.page.keyboard.press("Home")
    board.page.mouse.click(*board.cell("Astrocyte-gated", 2, 2))
    expect(board.alert.filter(has_text="take over first")).to_be_visible()
    assert board.field("load").evaluate("field => Boolean(field.closest('[inert]'))")

    # A prediction, its bars only once they are shown, and again after the reveal
    teacher.page.get_by_label("Question", exact=True).fill("Which one brings it <b>back</b>?")
    teacher.page.get_by_label("Answers, one a line, two to six").fill("The gated one\nThe classical one\n\nNeither")
    teacher.button("Ask the class").click()
    phone.page.get_by_label("The classical one").tap()
    board.page.get_by_label("The classical one").check()
    expect(poll(teacher)).to_contain_text("Answers: 2 of 2.")
    phone.page.get_by_label("The gated one").tap()
    teacher.button("Close").click()
    expect(phone.page.get_by_label("The gated one")).to_be_disabled()
    for each in (teacher, *students):
        expect(each.page.locator(".bars")).to_have_count(0)
    teacher.button("Show the bars").click()
    for each in (teacher, *students):
        expect(each.page.locator(".bars li")).to_have_text(
            ["The gated one1 · 50 %", "The classical one1 · 50 %", "Neither0 · 0 %"]
        )
    teacher.button("Ask again, after the reveal").click()
    for student in students:
        expect(student.page.locator(".bars")).to_have_count(0)
        student.page.get_by_label("The gated one").check()
    expect(poll(teacher)).to_contain_text("Answers: 2 of 2.")
    teacher.button("Show the bars").click()
    for each in (teacher, *students):
        expect(each.page.locator(".bars li").first).to_have_text("The gated onebefore: 1 · 50 %after: 2 · 100 %")

    # On one's own, from the frame that was there, and back
    teacher.scrub(12)
    expect(phone.page.locator(".scrub")).to_have_value("12")
    phone.button("Take over").tap()
    expect(strip(phone)).to_contain_text("for yourself")
    expect(phone.timeline).to_have_value("12")
    phone.type("load", "9")
    phone.addressed("load", lambda value: value == "9")
    expect(board.field("load")).to_have_value(load)
    phone.button("Back to the class").tap()
    expect(phone.field("load")).to_have_value(load)
    expect(phone.page.locator(".scrub")).to_have_value("12")
    phone.addressed("room", lambda room: room == code.inner_text().replace(" ", ""))

    # A line that is cut, and pages that are loaded anew
    lines = phone.page.evaluate("window.same = true; window.sockets.at(-1).close(); window.sockets.length")
    phone.eventually(lambda: phone.page.evaluate("window.sockets.length"), lambda n: n > lines)
    teacher.type("load", "31")
    expect(phone.page.locator(".cut")).to_be_hidden()
    expect(phone.field("load")).to_have_value("31")
    assert phone.page.evaluate("window.same")
    board.page.reload()
    expect(strip(board)).to_contain_text("You follow the class")
    expect(board.field("load")).to_have_value("31")
    teacher.page.reload()
    expect(teacher.page.locator(".call .code")).to_have_text(code.inner_text())
    expect(teacher.button("Class: 2")).to_be_visible()
    expect(poll(teacher)).to_contain_text("Answers: 2 of 2.")
    teacher.type("load", "32")
    for student in students:
        expect(student.field("load")).to_have_value("32")

    # To another page, which computes what the class sees there, and back
    teacher.addressed("load", lambda value: value == "32")
    teacher.page.get_by_role("link", name="Attention").click()
    for student in students:
        student.eventually(lambda s=student: s.query.get("page"), lambda page: page == "attention")
        expect(strip(student)).to_contain_text("You follow the class")
    expect(teacher.page.locator(".lectern .count")).to_have_text("2 students are in.")
    expect(poll(teacher)).to_contain_text("Answers: 2 of 2.")
    teacher.type("temperature", "7")
    for student in students:
        expect(student.field("temperature")).to_have_value("7")
        expect(student.status).to_have_text(teacher.status.text_content())
    assert phone.field("temperature").evaluate("field => Boolean(field.closest('[inert]'))")
    teacher.timeline.fill("5")
    for student in students:
        expect(student.timeline).to_have_value("5")
    phone.button("Take over").tap()
    phone.type("temperature", "5")
    phone.addressed("temperature", lambda value: value == "5")
    phone.eventually(lambda: phone.query, lambda query: "room" not in query)
    phone.page.reload()  # and is still in, alone
    expect(strip(phone)).to_contain_text("for yourself")
    expect(phone.field("temperature")).to_have_value("5")
    expect(teacher.page.locator(".lectern .count")).to_have_text("2 students are in.")
    phone.button("Back to the class").tap()
    expect(phone.field("temperature")).to_have_value("7")
    teacher.page.go_back()
    for student in students:
        expect(student.page.locator(".picture:visible")).not_to_have_count(0)
        expect(student.field("load")).to_have_value("32")
    teacher.button("Put it away").click()
    for student in students:
        expect(student.page.locator(".bench .options")).to_have_count(0)

    # The end, with the page as it was
    teacher.button("End the room").click()
    for student in students:
        expect(student.alert.filter(has_text="The class has ended")).to_be_visible()
        expect(student.field("load")).to_have_value("32")
        expect(student.page.locator(".strip")).to_have_count(0)
        student.eventually(lambda s=student: s.query, lambda query: "room" not in query)
    phone.type("load", "8")
    phone.addressed("load", lambda value: value == "8")
    board.page.goto(f"{board.page.url}&room=K7MW3XQB")
    expect(board.alert.filter(has_text="There is no room K7MW3XQB")).to_be_visible()
    expect(board.field("load")).to_have_value("32")


def test_a_room_opened_at_a_moment_of_a_link_shows_that_moment(enter):
    """Its run comes once more, for the class."""
    teacher = enter("patterns=digits&load=50&then=0.04,temperature,3&at=0.05&play=0")
    expect(teacher.clock).to_contain_text("t = 0.05")
    teacher.button("Class").click()
    teacher.button("Open a room").click()
    student = enter(teacher.page.locator(".call .link").inner_text().partition("?")[2])
    for each in teacher, student:
        expect(each.clock).to_contain_text("t = 0.05")
        expect(each.marks).to_have_count(1)
