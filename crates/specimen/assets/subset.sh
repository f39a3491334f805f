#!/bin/sh
# Cuts the fonts of the specimens out of Debian's packages; needs fontTools (pyftsubset) on the path.
# Run it here after a layout or a name has gained a character: it collects them from the sources.
set -eu
cd "$(dirname "$0")"
fonts=/usr/share/fonts
add() { # what han-characters.txt holds and what the sources have besides
    python3 -c 'import sys; print("".join(sorted({c for c in sys.stdin.read() if ord(c) >= 0x2e80})))'
}
cat han-characters.txt ../src/person.rs ../src/person/*.rs ../src/documents/*.rs ../src/documents/*/*.rs | add >all.txt
cat ../src/documents/*.rs ../src/documents/*/*.rs | add >bold.txt
mv all.txt han-characters.txt
latin='U+20-7E,U+A0-17F,U+218-21B,U+1E9E-1EF9,U+2010-2022'
signs='U+20-7E,U+B7,U+2013,U+2014,U+25A0,U+25CF,U+3000-3002,U+300A,U+300B,U+FF08,U+FF09,U+FF0C,U+FF0D,U+FF1A,U+FFE5'

cut() { # name of the subset, file, number in the collection, which characters
    subset=$1 font=$fonts/$2 number=$3
    shift 3
    pyftsubset "$font" --font-number="$number" "$@" --no-hinting --desubroutinize --layout-features='' \
        --name-IDs='' --output-file="$subset"
}
han() { cut "$1" "$2" "$3" "--text-file=${4:-han-characters.txt}" "--unicodes=$signs"; }

cut dejavu-sans-subset.ttf truetype/dejavu/DejaVuSans.ttf 0 "--unicodes=$latin"
cut dejavu-sans-bold-subset.ttf truetype/dejavu/DejaVuSans-Bold.ttf 0 "--unicodes=$latin"
cut liberation-sans-subset.ttf truetype/liberation2/LiberationSans-Regular.ttf 0 "--unicodes=$latin"
cut liberation-sans-bold-subset.ttf truetype/liberation2/LiberationSans-Bold.ttf 0 "--unicodes=$latin"
cut liberation-serif-subset.ttf truetype/liberation2/LiberationSerif-Regular.ttf 0 "--unicodes=$latin"
cut liberation-serif-bold-subset.ttf truetype/liberation2/LiberationSerif-Bold.ttf 0 "--unicodes=$latin"
cut roboto-condensed-subset.ttf truetype/roboto/unhinted/RobotoCondensed-Regular.ttf 0 "--unicodes=$latin"
cut roboto-condensed-bold-subset.ttf truetype/roboto/unhinted/RobotoCondensed-Bold.ttf 0 "--unicodes=$latin"
cut lato-subset.ttf truetype/lato/Lato-Regular.ttf 0 "--unicodes=$latin"
cut lato-bold-subset.ttf truetype/lato/Lato-Bold.ttf 0 "--unicodes=$latin"
cut open-sans-subset.ttf truetype/open-sans/OpenSans-Regular.ttf 0 "--unicodes=$latin"
cut open-sans-bold-subset.ttf truetype/open-sans/OpenSans-Bold.ttf 0 "--unicodes=$latin"
cut carlito-subset.ttf truetype/crosextra/Carlito-Regular.ttf 0 "--unicodes=$latin"
cut carlito-bold-subset.ttf truetype/crosextra/Carlito-Bold.ttf 0 "--unicodes=$latin"
# Number 2 of Noto's collections is the simplified Chinese face.
han noto-sans-sc-subset.otf opentype/noto/NotoSansCJK-Regular.ttc 2
han noto-sans-sc-bold-subset.otf opentype/noto/NotoSansCJK-Bold.ttc 2 bold.txt
han noto-serif-sc-subset.otf opentype/noto/NotoSerifCJK-Regular.ttc 2
han lxgw-wenkai-subset.ttf truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf 0
han wqy-microhei-subset.ttf truetype/wqy/wqy-microhei.ttc 0
han hana-min-b-subset.ttf truetype/hanazono/HanaMinB.ttf 0
rm bold.txt
cp "$fonts/opentype/ocr-b/OCRBS.otf" ocr-b-sharp.otf
