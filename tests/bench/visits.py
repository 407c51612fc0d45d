"""What people do on each page, by raw clients: they come, use it, and are gone."""

from __future__ import annotations

import asyncio
from itertools import count

from .client import Client

PATIENCE = 600  # seconds: a guard
_seeds = count(1000)  # none that a page opens with


async def until(client: Client, part: str):
    """What the next message that has this part says of it."""
    while part not in (message := await asyncio.wait_for(client.read(), PATIENCE)):
        pass
    return message[part]


async def live(port: int) -> None:
    """A run, another one, a slider, and a memory of one's own."""
    page = Client(port, "?patterns=digits&load=20")
    await page.start()
    page.send({"type": "set", "values": {"seed": str(next(_seeds))}})
    chunk = await page.chunk()
    page.send({"type": "set", "values": {"temperature": "0.02"}, "frame": min(5, chunk["frames"] - 1)})
    await page.chunk()
    page.send({"type": "room_join", "code": "ABCDEFGH", "member": "member-0001"})  # which is none
    await until(page, "notice")
    page.close()


async def explore(port: int) -> None:
    page = await _opened(port, "explore")
    await until(page, "map")
    page.close()


async def mapping(port: int) -> None:
    """A map that nobody has asked for yet, left half-way."""
    page = await _opened(port, "explore")
    form = await until(page, "form")
    small = {"draws": "2", "seed": str(next(_seeds)), "x_count": "3", "y_count": "3"}
    page.send({"type": "compute", "form": form | small})
    await until(page, "map")
    page.close()


async def paper(port: int) -> None:
    await _figure(port, "paper", "2")


async def laws(port: int) -> None:
    await _figure(port, "laws", "ties")


async def _figure(port: int, name: str, number: str) -> None:
    page = await _opened(port, name)
    page.send({"type": "figure", "number": number})
    await until(page, "figure")
    page.close()


async def attention(port: int) -> None:
    page = await _opened(port, "attention")
    await until(page, "values")
    page.send({"type": "set", "values": {"word": "ROTOR"}})
    await until(page, "values")
    page.close()


async def lessons(port: int) -> None:
    page = await _opened(port, "lessons")
    await until(page, "lessons")
    page.send({"type": "lesson", "name": "memory"})
    await until(page, "lesson")
    page.close()


async def room(port: int, students: int = 2, ends: bool = True) -> None:
    """A class: a room, those who follow, a question, a run that all see; at the end the room is ended, or left."""
    teacher = Client(port, "?patterns=digits&load=20")
    await teacher.start()
    teacher.send({"type": "room_open", "base": f"http://127.0.0.1:{port}/"})
    code = (await until(teacher, "room"))["code"]
    class_ = [Client(port, f"?room={code}") for _ in range(students)]
    await asyncio.gather(*(follows(student, code, i) for i, student in enumerate(class_)))
    teacher.send({"type": "room_ask", "question": "Which?", "options": ["one", "two"]})
    teacher.send({"type": "set", "values": {"seed": str(next(_seeds))}})
    await asyncio.gather(*(_sees(student) for student in class_))
    if ends:
        teacher.send({"type": "room_end"})
        await until(teacher, "room")
    for client in (*class_, teacher):
        client.close()


async def follows(student: Client, code: str, number: int) -> None:
    await student.open()
    student.send({"type": "ready"})
    student.send({"type": "room_join", "code": code, "member": f"member-{number:04}"})
    while (await until(student, "room") or {}).get("role") != "student":
        pass


async def _sees(student: Client) -> None:
    """The run that the teacher has begun, and answers."""
    while True:
        message = await asyncio.wait_for(student.read(), PATIENCE)
        if "took" in message:
            student.send({"type": "room_took", "n": message["took"]})
        if message.get("room") and message["room"]["question"]:
            question = message["room"]["question"]
            answer = {"question": question["n"], "round": question["round"], "option": 0}
            student.send({"type": "room_answer", **answer})
            return


async def left_room(port: int) -> None:
    await room(port, ends=False)


async def _opened(port: int, name: str) -> Client:
    page = Client(port, f"?page={name}")
    await page.open()
    page.send({"type": "ready"})
    return page


IN_TURN = (live, explore, paper, attention, laws, lessons, room, left_room)
EACH = {room: 3, left_room: 3}  # sessions of a visit; of the others one


async def many(port: int, visits, at_once: int = 8) -> None:
    """Visits, so many at a time."""
    free = asyncio.Semaphore(at_once)

    async def one(visit) -> None:
        async with free:
            await visit(port)

    await asyncio.gather(*map(one, visits))
