"""Make digits.npz, letters.npz and pictures.npz, the images of the pattern sets: python assets/patterns/make.py [SET …]

Needs, here only, `pip install scikit-learn unscii==0.1.1 fonttools==4.68.0 brotli pillow==13.0.0` and npm; running it
again gives the same files byte for byte (the pictures with this Pillow: another may draw an edge differently).

digits.npz, from scikit-learn's digits.csv.gz: the test set of E. Alpaydin and C. Kaynak (1998), Optical Recognition of
    Handwritten Digits, UCI Machine Learning Repository, doi 10.24432/C50P49. Licence: Creative Commons Attribution 4.0
    International. Changed here: binarised at half of full ink, exact duplicates left out.
letters.npz, from unscii/raw_unscii/unscii_8.py of the package unscii 0.1.1: the glyphs of the font unscii-8 by Viznut.
    Its page, http://viznut.fi/unscii/, says: '"unscii-16-full" falls under GPL because of how Unifont is licensed; the
    other variants are in the Public Domain.' The package around the glyphs is by Grant T. Olson, BSD 3-clause; none
    of its code is used here. Left out: Greek and Cyrillic letters that look like another letter at this size.
pictures.npz, from the npm package @fontsource/noto-emoji 5.3.2: glyphs of the font Noto Emoji, weight 400, copyright
    2013 Google LLC. Licence: SIL Open Font License 1.1, in pictures-licence.txt. Changed here: drawn at 32 x 32, ink
    where a pixel is more than half dark. Chosen and named by hand: what anybody names at a glance, one of each.

Each file holds pixels (K, N / 8) uint8, the rows of an image one after another, ink 1, leftmost pixel in the high bit,
and names (K,).
"""

import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
INK = 8  # of 16
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzΔΘΞΠΣΦΨΩαβγδεμπςστφψБДЖЗИЙЛПУЦЧШЫЬЭЮЯбвджзимнфцчшыьюя"
FONT = "@fontsource/noto-emoji@5.3.2"
SIDE, DRAWN, ROOM, HALF = 32, 256, 30, 127  # of a picture; of a glyph before it shrinks; what it may fill; of full ink
MOST_ALIKE = 0.7  # of two pictures: |overlap| = |pixels that agree - pixels that differ| / N
PICTURES = """
mouse 🐀, cow 🐄, tiger 🐅, rabbit 🐇, cat 🐈, dragon 🐉, crocodile 🐊, whale 🐋, snail 🐌, snake 🐍, horse 🐎,
ram 🐏, goat 🐐, sheep 🐑, monkey 🐒, rooster 🐓, dog 🐕, pig 🐖, elephant 🐘, octopus 🐙, seashell 🐚,
caterpillar 🐛, ant 🐜, bee 🐝, ladybird 🐞, fish 🐟, tropical fish 🐠, pufferfish 🐡, turtle 🐢, chick 🐤,
penguin 🐧, koala 🐨, camel 🐫, dolphin 🐬, frog 🐸, hamster 🐹, wolf 🐺, bear 🐻, panda 🐼, paw prints 🐾,
squirrel 🐿, dove 🕊, spider 🕷, cobweb 🕸, crab 🦀, lion 🦁, scorpion 🦂, turkey 🦃, unicorn 🦄, eagle 🦅, duck 🦆,
bat 🦇, shark 🦈, owl 🦉, fox 🦊, butterfly 🦋, deer 🦌, gorilla 🦍, lizard 🦎, rhinoceros 🦏, shrimp 🦐, squid 🦑,
giraffe 🦒, zebra 🦓, hedgehog 🦔, dinosaur 🦕, tyrannosaurus 🦖, grasshopper 🦗, kangaroo 🦘, llama 🦙, peacock 🦚,
hippopotamus 🦛, parrot 🦜, raccoon 🦝, lobster 🦞, mosquito 🦟, swan 🦢, sloth 🦥, otter 🦦, skunk 🦨, flamingo 🦩,
beaver 🦫, bison 🦬, seal 🦭, boar 🐗, hen 🐔, bouquet 💐, seedling 🌱, fir tree 🌲, tree 🌳, palm tree 🌴,
cactus 🌵, tulip 🌷, cherry blossom 🌸, rose 🌹, sunflower 🌻, clover 🍀, maple leaf 🍁, mushroom 🍄, house plant 🪴,
log 🪵, feather 🪶, grapes 🍇, watermelon 🍉, lemon 🍋, banana 🍌, pineapple 🍍, apple 🍎, peach 🍑, cherries 🍒,
strawberry 🍓, tomato 🍅, aubergine 🍆, avocado 🥑, cucumber 🥒, carrot 🥕, corn 🌽, chilli 🌶, potato 🥔,
broccoli 🥦, garlic 🧄, onion 🧅, lettuce 🥬, peanuts 🥜, kiwi 🥝, coconut 🥥, blueberries 🫐, pepper 🫑, olive 🫒,
chestnut 🌰, hot dog 🌭, taco 🌮, burrito 🌯, hamburger 🍔, pizza 🍕, meat on the bone 🍖, drumstick 🍗,
rice ball 🍙, bowl of rice 🍚, noodles 🍜, spaghetti 🍝, bread 🍞, chips 🍟, sushi 🍣, soft ice cream 🍦,
ice cream 🍨, doughnut 🍩, cookie 🍪, chocolate bar 🍫, sweet 🍬, lollipop 🍭, honey 🍯, cake 🍰, fried egg 🍳,
fork and knife 🍴, tea 🍵, glass of wine 🍷, cocktail 🍸, tropical drink 🍹, beer 🍺, clinking beer mugs 🍻,
baby bottle 🍼, champagne 🍾, popcorn 🍿, birthday cake 🎂, clinking glasses 🥂, whisky 🥃, spoon 🥄, croissant 🥐,
bacon 🥓, baguette 🥖, salad 🥗, egg 🥚, glass of milk 🥛, pancakes 🥞, dumpling 🥟, fortune cookie 🥠, takeaway 🥡,
soup 🥣, soft drink 🥤, pie 🥧, pretzel 🥨, steak 🥩, sandwich 🥪, tin 🥫, bagel 🥯, cheese 🧀, cupcake 🧁,
salt cellar 🧂, juice 🧃, waffle 🧇, butter 🧈, ice cube 🧊, teapot 🫖, jar 🫙, coffee ☕, kitchen knife 🔪, pot 🍲,
sun ☀, cloud ☁, snowman ☃, comet ☄, lightning ⚡, star ⭐, snowflake ❄, spiral 🌀, rainbow 🌈, wave 🌊, volcano 🌋,
globe 🌍, crescent moon 🌙, sunrise 🌄, mountain 🏔, desert island 🏝, shooting star 🌠, fire 🔥, Saturn 🪐, rain 🌧,
beach umbrella ⛱, anchor ⚓, church ⛪, fountain ⛲, ferry ⛴, sailboat ⛵, tent ⛺, petrol pump ⛽, jet ✈,
carousel 🎠, Ferris wheel 🎡, roller coaster 🎢, circus tent 🎪, motorcycle 🏍, racing car 🏎, building crane 🏗,
temple 🏛, house 🏠, hospital 🏥, factory 🏭, castle 🏰, tower 🗼, rocket 🚀, helicopter 🚁, steam engine 🚂,
underground train 🚇, tram 🚊, bus 🚌, ambulance 🚑, fire engine 🚒, police car 🚓, taxi 🚕, car 🚗, lorry 🚚,
tractor 🚜, ship 🚢, speedboat 🚤, siren 🚨, bicycle 🚲, hut 🛖, slide 🛝, wheel 🛞, lifebuoy 🛟, aeroplane 🛩,
scooter 🛴, motor scooter 🛵, canoe 🛶, flying saucer 🛸, pickup truck 🛻, compass 🧭, wheelchair 🦽, wristwatch ⌚,
hourglass ⌛, alarm clock ⏰, keyboard ⌨, umbrella ☂, telephone ☎, hammer and pick ⚒, crossed swords ⚔, scales ⚖,
gear ⚙, pick ⛏, scissors ✂, envelope ✉, pencil ✏, satchel 🎒, graduation cap 🎓, top hat 🎩, amphora 🏺, crown 👑,
tie 👔, T-shirt 👕, jeans 👖, dress 👗, kimono 👘, purse 👛, handbag 👜, shoe 👞, trainer 👟, high heel 👠, boot 👢,
lipstick 💄, pill 💊, ring 💍, diamond 💎, light bulb 💡, bomb 💣, explosion 💥, money bag 💰, credit card 💳,
laptop 💻, briefcase 💼, floppy disk 💾, compact disc 💿, folder 📁, calendar 📅, pushpin 📌, paperclip 📎,
set square 📐, open book 📖, books 📚, scroll 📜, telephone receiver 📞, megaphone 📢, package 📦, mailbox 📫,
newspaper 📰, smartphone 📱, loudspeaker 🔊, plug 🔌, magnifying glass 🔍, key 🔑, lock 🔒, bell 🔔, chain link 🔗,
torch 🔦, spanner 🔧, hammer 🔨, bolt 🔩, microscope 🔬, telescope 🔭, crystal ball 🔮, clock 🕐, candle 🕯,
sunglasses 🕶, mantel clock 🕰, computer 🖥, printer 🖨, computer mouse 🖱, wastebasket 🗑, dagger 🗡, ballot box 🗳,
door 🚪, toilet 🚽, shower 🚿, bed 🛏, shopping trolley 🛒, shield 🛡, goggles 🥽, hiking boot 🥾, cap 🧢, scarf 🧣,
gloves 🧤, coat 🧥, socks 🧦, test tube 🧪, double helix 🧬, abacus 🧮, toolbox 🧰, magnet 🧲, suitcase 🧳,
safety pin 🧷, teddy bear 🧸, broom 🧹, basket 🧺, toilet paper 🧻, shorts 🩳, sandal 🩴, plaster 🩹, stethoscope 🩺,
nesting dolls 🪆, chair 🪑, axe 🪓, helmet 🪖, saw 🪚, screwdriver 🪛, ladder 🪜, mirror 🪞, window 🪟,
needle and thread 🪡, bucket 🪣, ribbon 🎀, present 🎁, jack-o-lantern 🎃, Christmas tree 🎄, fireworks 🎆,
balloon 🎈, party popper 🎉, ticket 🎟, fishing rod 🎣, microphone 🎤, film camera 🎥, headphones 🎧, palette 🎨,
clapper board 🎬, masks 🎭, game controller 🎮, target 🎯, billiard ball 🎱, die 🎲, bowling 🎳, musical note 🎵,
saxophone 🎷, guitar 🎸, piano 🎹, trumpet 🎺, violin 🎻, tennis 🎾, skis 🎿, basketball 🏀, trophy 🏆,
rugby ball 🏈, cricket bat 🏏, volleyball 🏐, table tennis 🏓, badminton 🏸, bow and arrow 🏹, alien monster 👾,
camera 📷, television 📺, radio 📻, joystick 🕹, skateboard 🛹, roller skate 🛼, diving mask 🤿, drum 🥁, medal 🥇,
boxing glove 🥊, curling stone 🥌, frisbee 🥏, jigsaw 🧩, thread 🧵, wool 🧶, ballet shoes 🩰, yo-yo 🪀, kite 🪁,
magic wand 🪄, banjo 🪕, accordion 🪗, pawn ♟, football ⚽, baseball ⚾, ice skate ⛸, firecracker 🧨,
skull and bones ☠, shining star 🌟, heart ❤, eyes 👀, eye 👁, ear 👂, mouth 👄, tongue 👅, thumbs up 👍, hand ✋,
victory hand ✌, footprints 👣, ghost 👻, alien 👽, skull 💀, broken heart 💔, heart with arrow 💘, bone 🦴, tooth 🦷,
foot 🦶, brain 🧠, lungs 🫁, biceps 💪, robot 🤖, clown 🤡, surfer 🏄, swimmer 🏊, runner 🏃, cyclist 🚴, skier ⛷,
fencer 🤺, parachute 🪂, rowboat 🚣, bath 🛀
"""


def digits() -> tuple[np.ndarray, np.ndarray]:
    from sklearn.datasets import load_digits

    source = load_digits()
    pixels = np.packbits(source.images >= INK, axis=2)[..., 0]  # (1797, 8)
    kept = np.sort(np.unique(pixels, axis=0, return_index=True)[1])
    return pixels[kept], source.target[kept].astype("U1")


def letters() -> tuple[np.ndarray, np.ndarray]:
    from unscii.raw_unscii.unscii_8 import unscii_8_bytes

    return np.array([unscii_8_bytes[ord(letter)] for letter in LETTERS], dtype=np.uint8), np.array(list(LETTERS))


def named() -> dict[str, str]:
    """The glyph of each picture, by its name."""
    return dict(one.rsplit(" ", 1) for one in PICTURES.replace("\n", " ").strip().split(", "))


def pictures() -> tuple[np.ndarray, np.ndarray]:
    fonts, glyphs = faces(), named()
    pixels = np.array([np.packbits(picture(fonts[ord(glyph)], glyph)) for glyph in glyphs.values()])
    signs = 2.0 * np.unpackbits(pixels, axis=1) - 1
    alike = np.abs(signs @ signs.T / SIDE**2 - np.eye(len(signs)))
    assert alike.max() <= MOST_ALIKE, [list(glyphs)[i] for i in np.unravel_index(alike.argmax(), alike.shape)]
    return pixels, np.array(list(glyphs))


def faces() -> dict:
    """The font's files as Pillow has them, by the characters in them."""
    from fontTools.ttLib import TTFont
    from PIL import ImageFont

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", FONT], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as package:
            package.extractall(folder, filter="data")
        for file in sorted(Path(folder).glob("package/files/*-400-normal.woff2")):
            font, plain = TTFont(file), BytesIO()
            font.flavor = None
            font.save(plain)
            face = ImageFont.truetype(BytesIO(plain.getvalue()), DRAWN)
            found |= {character: face for character in font.getBestCmap() if character not in found}
    return found


def picture(face, glyph: str) -> np.ndarray:
    """A glyph (SIDE, SIDE), True where ink is: drawn large, cut out, shrunk to fit, in the middle."""
    from PIL import Image, ImageDraw

    large = Image.new("L", (2 * DRAWN, 2 * DRAWN))
    ImageDraw.Draw(large).text((DRAWN // 2, DRAWN // 2), glyph, fill=255, font=face)
    large = large.crop(large.getbbox())
    size = [max(1, round(length * ROOM / max(large.size))) for length in large.size]
    small = Image.new("L", (SIDE, SIDE))
    small.paste(large.resize(size, Image.Resampling.LANCZOS), tuple((SIDE - length) // 2 for length in size))
    return np.asarray(small) > HALF


def save(name: str, pixels: np.ndarray, names: np.ndarray) -> None:
    different = {image.tobytes() for image in np.concatenate([pixels, ~pixels])}
    assert len(different) == 2 * len(pixels), "an image is there twice, or beside its negative"
    np.savez(HERE / f"{name}.npz", pixels=pixels, names=names)
    print(f"{name}: {len(pixels)} images")


if __name__ == "__main__":
    made = {"digits": digits, "letters": letters, "pictures": pictures}
    for name in sys.argv[1:] or made:
        save(name, *made[name]())
