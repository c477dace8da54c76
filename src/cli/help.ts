/** What `reencode`, `border` and `specks` share. */
const WHICH_FILES = `Of a folder all *.png files count, by name, with those of the folders in it. Not entered: hidden folders (.git), hidden
files, node_modules, links to folders, and folders in it that hold the results of an earlier batch with -o; a line counts
what was skipped. A file or folder that is given itself always counts.`;

const WHERE_THEY_GO = `Where they go:
  -o, --output FOLDER    a folder, where relative paths are kept; an existing file that differs is left alone
  --in-place             over the files themselves; their originals are kept in .maskscope beside them
  --again                with --in-place: also files that the same command has written already
  --dry-run              the preview only; without -o that of --in-place
  -y, --yes              write without asking; needed where nobody can be asked
  --json                 preview and results as JSON, one line a file
  -h, --help`;

/** What the commands for exports share. */
const ERA_OPTION = '  --era ERA                E1, E2, E3, E4, E5 or v2, in place of the detected one';
const EXPORT_OPTIONS = `${ERA_OPTION}
  --y-axis up|down         whether y counts from the bottom or the top of the image, in place of what the era says
  -h, --help`;

/** What the commands for datasets share. */
const DATASET_OPTIONS = `  --layout KIND          voc, cityscapes, davis, recipe, cvat, camvid, folders or suffix, in place of the recognised one
  --originals PATTERN    with --masks: where originals lie, such as 'raw/{name}.jpg'
  --masks PATTERN        and their masks, such as 'labels/{name}_mask.png'
  --class-map FILE       a class map, or voc, cityscapesIds, cityscapesTrainIds, ade20k, mots, binary; else it is looked
                         for in the dataset and the folders above it`;

/** What the commands that make files of pairs share. */
const WHICH_PAIRS = `DATASET is a folder whose pairs of an original and its mask are found by their names. MASK is a mask by itself, whose
original is looked for in the folders around it.
  --original FILE        the original of the one MASK
  --only NAME,NAME       pairs of the dataset by their names, in that order
  --list FILE            the same, one name a line, as split lists have them; a path from here, or from the dataset
${DATASET_OPTIONS}`;
const HOW_PAIRS_FIT = `  --frame stored         masks lie on originals as they are stored; else as their EXIF orientation turns them
  --fit                  scale originals of another size to their masks; else such pairs are left out, and why is said`;
const WHERE_PICTURES_GO = `  -o, --output FOLDER    where to; a file there is replaced only where an earlier run wrote it and nobody changed it since
  --dry-run              the preview only
  -y, --yes              write without asking; needed where nobody can be asked
  --json                 preview and results as JSON, one line each
  -h, --help

A run that was interrupted is finished by the same command, and taken back by: maskscope undo FOLDER
Originals are decoded by the library sharp; where it is missing, each pair says so.
Exit status: 0, also where no pair has a chosen class; 1 where a pair was left out or cannot be drawn, or nothing was
written; 2 for a wrong invocation.`;
const DRAWN_HOW = `  --classes NAME,NAME    these classes alone, by name or id; else all but background and void
  --with-background      background as well
  --with-void            void as well
  --opacity F            of the colours, 0 to 1; default 0.5
  --outline N            outlines, N pixels on either side of an edge
  --no-fill              outlines alone; default 2 pixels
  --blend WAY            normal (default), or as published, by the names of their colours: jet and yellow are
                         cv2.addWeighted(original, 0.9, colour, opacity, 0) with an opacity of 0.4, and jet scales by the
                         largest id of each image, so that an id has another colour in each; sixForty is 0.6 and 0.4
  --font FILE            a font file for names; else what the system has`;

/** Help texts by command. */
export const HELP = {
  maskscope: `maskscope: image segmentation masks at the terminal

Usage:
  maskscope identify FILE...           what ImageMagick's "identify -verbose" says about PNG files
  maskscope indices FILE -o OUT.npy    the ids of a mask as a NumPy array
  maskscope scan DIR                   know a dataset: layout, pairs, sizes, what is broken
  maskscope stats DIR                  pixels, images and regions of each class
  maskscope check DIR                  what is wrong with a dataset: pairs, masks, duplicates, split lists
  maskscope compare TRUTH PREDICTION   IoU and more of predicted masks against true ones
  maskscope overlay DIR -o OUT         masks over their originals, with a legend
  maskscope sheet DIR -o OUT           a contact sheet of pairs
  maskscope cutout DIR -o OUT          the pixels of each class, transparent around them
  maskscope focus DIR -o OUT           all but chosen classes blurred
  maskscope colours DIR                the dominant colours of originals under each class
  maskscope transform DIR -o OUT       crop, flip, rotate, resize, pad or tile masks with their originals
  maskscope reencode IN...             put many masks on one palette, by id or by colour
  maskscope border IN...               draw a void border around objects, or take it away
  maskscope specks IN...               fill small regions with what surrounds them
  maskscope split NAMES|DIR            lists for training, validation and test
  maskscope split audit DIR|LISTS...   what is wrong with lists that are there
  maskscope review WHAT DIR            tags of reviewers: status, lists, import, export, tag
  maskscope undo [FOLDER]              take the last batch back, byte for byte
  maskscope labelbox summary EXPORT    what a Labelbox export holds, and what is wrong with it
  maskscope labelbox convert EXPORT    masks, or COCO annotations, of a Labelbox export
  maskscope labelbox download EXPORT   the images and masks that it leads to
  maskscope --version
  maskscope COMMAND --help             options and examples of a command

For identify and indices a file named - is standard input. Arguments after -- are files even if they begin with a dash.
Exit status: 0; 1 when a file could not be read or written; 2 for a wrong invocation.
`,
  identify: `maskscope identify: describe PNG files

Usage:
  maskscope identify [--ids | --json] FILE...

Prints for each file the report of "magick identify -verbose" (ImageMagick 7.0.8, 16-bit), line by line equal but
for dates, timings and the program's version, and nothing else. The report counts by colour: ids of the same colour
are one line of its histogram.

Options:
  --ids     after each report, its histogram by id, and where it disagrees with the one by colour
  --json    the same facts and the histogram by id as JSON, one line a file
  -h, --help

A file that cannot be read gives one line on standard error; the others are still printed, and the exit status is 1.

Examples:
  maskscope identify SegmentationClass/2007_000032.png
  maskscope identify --ids masks/*.png | less
  maskscope identify --json masks/*.png | jq -r '[.name, (.ids.histogram | length)] | @tsv'
  git show HEAD~1:mask.png | maskscope identify - | diff - <(maskscope identify - < mask.png)
`,
  indices: `maskscope indices: the ids of a mask as a NumPy array

Usage:
  maskscope indices [--panoptic] FILE -o OUT.npy

Writes the samples of a palette or grey PNG as they are in the file: an array of shape (height, width) in C order, of
type uint8 (uint16 for 16-bit files). Ids beyond the palette are kept. Nothing is written when the file cannot be
read; an existing OUT.npy is replaced as a whole.

Options:
  -o, --output OUT.npy    where to write; - is standard output
  --panoptic              for RGB and RGBA panoptic maps: R + 256·G + 65536·B, of type uint32
  -h, --help

Examples:
  maskscope indices mask.png -o mask.npy
  maskscope indices --panoptic panoptic_val2017/000000000139.png -o segments.npy
  python3 -c "import numpy; print(numpy.unique(numpy.load('mask.npy')))"
`,
  reencode: `maskscope reencode: put many masks on one palette

Usage:
  maskscope reencode IN... --palette NAME|FILE --by index|colour (-o FOLDER | --in-place)

IN are PNG files, and folders. Palette, grey and RGB masks become palette masks of 8 bits
with 256 entries. A preview of every file comes first; it writes nothing. Nothing is guessed: a file with a colour that
no class has is left alone and its colours are listed, with their pixels and the nearest class. There is no dithering.

${WHICH_FILES}

What the ids are:
  --palette NAME|FILE    voc, cityscapes, cityscapes-train, ade20k, colour-blind-safe, five; or a class map
                         (labelmap.txt, *.classes.json, COCO categories, a list of names); or another mask
  --by index             every pixel keeps its id; where the file is a palette of 8 bits, only the palette is
                         exchanged and the compressed pixels stay byte for byte; a warning names ids that
                         no class has
  --by colour            the colour of a pixel says which id of the palette it becomes
  --class ID             binary masks (white or opaque on black or transparent): ID for the object, 0 for the rest
  --binary-rule RULE     where it is: alpha (what is opaque) or brightness (what is white); needed only for masks
                         in which transparency and brightness disagree
  --threshold N          binary masks with soft edges: the object is where that value is N or more; of 8 bits, 128 is the
                         middle. The preview counts the values that it decides
  --unknown=WHAT         colours that no class has: error (default), void, nearest, or an id
  --unknown-colour '#rrggbb=ID'
                         the same for one colour; also decides colours that several classes share, or that
                         several ids of a mask have; repeatable
  --swap-red-blue        read the colours as blue, green, red, as OpenCV writes them unless told otherwise
  --no-swap              the colours are stored as they are read; needed only for files whose colours fit with red and
                         blue swapped too, where other files of the run are swapped
  --repair edges         pixels of anti-aliased or JPEG-stained edges, and of ids that a smooth resize invented, become
                         one of the classes beside them; the preview counts them. Other files stay as they are
  --raw 8|16             grey files of raw ids instead of palettes
  --depth 1|2|4|8        bits a pixel, where every id fits; default 8

${WHERE_THEY_GO}

A batch that was interrupted is finished by the same command, and taken back by: maskscope undo FOLDER
A file with a problem is left alone, with a line on what to do; the others are written, and the exit status is 1.

Examples:
  maskscope reencode SegmentationClass --palette voc --by colour --dry-run
  maskscope reencode masks --palette labelmap.txt --by index --in-place
  maskscope reencode export --palette labelmap.txt --by colour --unknown-colour '#e0e0c0=255' -o masks --yes
  maskscope reencode masks --by index --raw 8 -o ids
  maskscope reencode drawn --palette labelmap.txt --by colour --repair edges -o masks --dry-run

Damage that the preview names, and what mends it: palettes that a quantiser or an optimiser reordered: --by colour; red
and blue exchanged: --by colour --swap-red-blue; smooth or JPEG-stained edges, invented ids: --repair edges; sums of two
colours: --unknown-colour. A void that a short palette of fewer than 8 bits cut off cannot be had back and is only reported;
in 8 bits its ids are intact: --by index.
`,
  border: `maskscope border: draw a void border around objects, or take it away

Usage:
  maskscope border IN... --mode MODE --iterations K (-o FOLDER | --in-place)
  maskscope border IN... --remove --within N (-o FOLDER | --in-place)

IN are PNG files of ids (palette or grey), and folders. A preview comes first, with the
pixels that each class loses; it writes nothing.

${WHICH_FILES}

Drawing:
  --mode union           around everything that is not background: equal to OpenCV's dilate with a 3×3 element, K times
  --mode classes         also between classes that touch
  --mode objects         also between objects of one class, as Pascal VOC has it; needs --instances
  --iterations K         its width in pixels
  --side SIDE            outer (default), inner or centred
  --element ELEMENT      rectangle (default) or cross
  --void ID              the id of the border; default 255. Depth and palette are extended where needed;
                         a warning where a class seems to have it
  --colour '#rrggbb'     its colour in the palette; default #e0e0c0 where the id had no pixels
  --background ID        the id of the background; default 0
  --background-becomes ID
                         the id of background that the border leaves; default: it stays
  --instances FOLDER     instance masks with the same relative paths; what they give to no object (0, and in masks of
                         8 bits 255) counts with the nearest object of its class
  --resize WxH           resize by nearest neighbour first; the original images are not resized with it
  --resampling RULE      whose nearest neighbour: opencv (INTER_NEAREST) or pillow (NEAREST)

Taking away:
  --remove --within N    void within N pixels of a class becomes the nearest class (of equally near ones the smallest
                         id); void that is farther stays. The distance is Euclidean, from pixel centre to pixel
                         centre, and the background counts as a class

${WHERE_THEY_GO}

A batch that was interrupted is finished by the same command, and taken back by: maskscope undo FOLDER

Examples:
  maskscope border masks --mode union --iterations 5 --resize 512x512 --resampling opencv -o masks512
  maskscope border SegmentationClass --mode objects --instances SegmentationObject --iterations 2 --in-place
  maskscope border masks --remove --within 6 -o filled --yes
`,
  specks: `maskscope specks: fill small regions with what surrounds them

Usage:
  maskscope specks IN... [--below N] [--void IDS] (-o FOLDER | --in-place)

IN are PNG files of ids (palette or grey), and folders. A preview comes first, with the
ids that change and what becomes of them; it writes nothing.

${WHICH_FILES}

A speck is a region of one id, connected by edges, of fewer than N pixels. It becomes the id that most of the pixels have
that border on it; of equals the one with more pixels in the mask, then the smaller. Specks side by side are filled from
the rim of their cluster inwards. Every other pixel, the palette and the depth stay.

  --below N              pixels; default 4, as "maskscope check" counts specks
  --void IDS             ids that training ignores, such as 255 (default) or 0,255, or none: their specks stay, and they
                         fill others only where nothing else can

${WHERE_THEY_GO}

A batch that was interrupted is finished by the same command, and taken back by: maskscope undo FOLDER

Examples:
  maskscope specks masks --dry-run
  maskscope specks SegmentationClass --below 16 --in-place
`,
  transform: `maskscope transform: masks and their originals, moved alike

Usage:
  maskscope transform DATASET|MASK... STEP... -o OUT [--pad-id ID] [--filter NAME] [--dry-run]

Every pair becomes OUT/images/NAME and OUT/masks/NAME.png; masks whose ids number objects keep the folder that says so, such as
OUT/SegmentationObject/NAME.png, and originals lie where a scan finds them by it, such as OUT/JPEGImages/480p/NAME beside
OUT/Annotations/480p/NAME.png. Masks keep bit depth, palette, transparency and every chunk that
is still true; their ids are only moved or sampled. Originals are turned as their EXIF orientation says before anything
else; a pair whose sizes differ is left out, and why is said. A preview comes first and writes nothing. OUT lies outside of the
DATASET, which would have the copies as pairs otherwise.

Steps, done in the order in which they are given:
  --crop X,Y,W,H           a part, in pixels of what the steps before it made
  --flip horizontal|vertical   left and right, or top and bottom, change places
  --transpose              rows become columns
  --rotate 90|180|270      clockwise
  --resize WxH             to that size, each side by itself
  --pad-square             adds to the shorter sides, half before and half after
  --tiles SIDE             last of all: squares of SIDE pixels, called NAME_x0_y448 by their left top corners
  --overlap N              pixels that neighbouring tiles share; default 0
  --edge shift|pad         tiles that would stick out are moved back inside (default), or filled up

Options:
  --pad-id ID              of pixels that are added to masks: void (default; of the class map, else 255), background, or a
                           number; a mask that cannot hold it is refused. Originals get black
  --resampling opencv|pillow   whose nearest pixel a resized mask takes: OpenCV's INTER_NEAREST (default) or Pillow's NEAREST
  --filter NAME            of resized originals: nearest (the pixels of the mask), linear, cubic, mitchell, lanczos2 or
                           lanczos3 (default); linear, cubic and lanczos3 are Pillow's BILINEAR, BICUBIC and LANCZOS
  --originals-as jpeg|png  JPEG originals are encoded as JPEG again (default), or all originals become PNG. Others always do;
                           a PNG that is not resized by a filter keeps its depth, palette and alpha, too
  --quality N              of JPEG, 1 to 100; default 95
  --frame displayed|stored whether masks lie on originals as EXIF turns them (default) or as they are stored
  --fit                    scale originals of another size to their masks first; else such pairs are left out
  --only NAMES             of a DATASET, only these pairs, commas between; or --list FILE, only those of a split list
${DATASET_OPTIONS}
  --dry-run                the preview only
  -y, --yes                write without asking; needed where nobody can be asked
  --json                   preview and results as JSON, one line a pair
  -h, --help

Tiles of one pair stay together in splits by OUT/groups.csv; see the last example. A run that was interrupted is finished by
the same command, and taken back by: maskscope undo OUT

Examples:
  maskscope transform VOC2012 --pad-square --resize 512x512 -o voc512
  maskscope transform city --crop 0,0,2048,896 --flip horizontal -o cropped --dry-run
  maskscope transform scans --tiles 512 --overlap 64 -o tiles
  maskscope split tiles --method grouped --group-by file:tiles/groups.csv --ratio 0.8,0.1,0.1 --seed 1 -o tiles/splits
`,
  colours: `maskscope colours: the dominant colours of originals under each class

Usage:
  maskscope colours DATASET [--class NAME]... [--count K | --mean-shift RADIUS] [options]
  maskscope colours MASK... [--original FILE] [options]

Colours are found in CIE L*a*b* (D65) by k-means++ with a seed. Of a dataset they are found in a count of 32,768 cells of the
RGB cube, each as the mean of its pixels, so that memory does not grow with it; of a file in 262,144 cells. A map has the colour
of each pixel itself, and may have some pixels more or less of one than is said of its share.

Which pixels:
  --class NAME             a class, by name or id; may be repeated; default all but background and void
  --no-shadows SHARE       without pixels darker than SHARE (such as 0.5) of the median lightness of the class in the file
  --no-rim N               without pixels that another class is within N pixels of
  --only NAMES             of a DATASET, only these pairs, commas between; or --list FILE, only those of a split list
  --frame displayed|stored whether masks lie on originals as EXIF turns them (default) or as they are stored

Which colours:
  --count K                K colours, 1 to 255; without it 2 to 8, by the silhouette of 1,000 sampled pixels;
                           one, where any two would look alike (CIEDE2000 below 5)
  --mean-shift RADIUS      as many as there are: mean shift with a radius in L*a*b*, such as 12
  --seed N                 of beginnings and samples; default 1
  --swatches FILE          names from your own swatches (CSV or text "name, #hex", JSON, GIMP palette) instead of X11's

Options:
  --per-file               also the colours of every file by itself
  --maps FOLDER            also writes FOLDER/ID-CLASS/NAME.png, which says which pixel made which colour: id 1 is the first
                           colour, 0 no colour, and the palette has the colours. With --per-file they are the file's own
${DATASET_OPTIONS}
  --csv                    a line a colour
  --json                   everything as one JSON document, with what became of --maps
  -y, --yes                write maps without asking
  -h, --help

Examples:
  maskscope colours faces --class nose --count 5 --no-rim 2
  maskscope colours voc --mean-shift 12 --swatches paints.csv --csv > colours.csv
  maskscope colours face.png --original face.jpg --class lips --maps maps
`,
  split: `maskscope split: lists for training, validation and test

Usage:
  maskscope split NAMES|DATASET --ratio R,R[,R] --seed N --method METHOD -o DIR
  maskscope split NAMES|DATASET --folds K --seed N --method METHOD -o DIR

NAMES is a file with one name a line; DATASET is a folder, whose pairs of an image and its mask are scanned and split, in the
order of their names. Writes train.txt, val.txt and test.txt, one name a line, and split.json beside them: how the lists came
about, and the proof that no name is in two of them, every name in one, and every group whole, with the share of each class
in every list. A preview comes first, with the names that come and go in lists that are there already. Equal names, options
and seed give equal lists on every machine.

How:
  --method sklearn       what train_test_split of scikit-learn 1.2.1 draws from the names as they come: by two calls, the first
                         ratio of all, then the second one's share of the rest. The calls are printed. Sizes are what they
                         make of the ratios: 0.6,0.3,0.1 of 100 names gives 60, 29 and 11
  --method grouped       by ratio (60, 30 and 10), with groups whole, stratified where you say so
  --method stable        each name by the hash of itself and the seed, MurmurHash3: names that are added later move no
                         other name. Sizes are near the ratios
  --ratio R,R[,R]        parts of train, val and test; a part of 0 gives no list
  --folds K              K folders fold_0 and so on, each with the val.txt that it holds out and a train.txt of the others; for
                         sklearn as KFold or StratifiedKFold with shuffle
  --seed N               0 to 4294967295; sklearn's random_state
  --labels TABLE         for sklearn: stratify by one label a name, from a table of names and labels (CSV)
  --stratify WHAT        for grouped, of a DATASET: presence (which classes an image has) or pixels (and about how many of
                         each), by iterative stratification, background and void left out; how near it comes is printed
                         beside 20 random splits of the same sizes

Groups, for grouped and stable:
  --group-by folder      names in one folder
  --group-by regex:RE    what the first part in parentheses matches; names that do not match stand for themselves
  --group-by sequence    frames of one video or series, as their names tell
  --group-by duplicates  of a DATASET: images that are equal byte for byte, or whose masks are
  --group-by near-duplicates
                         the same, and images whose masks are nearly equal: at most 6 of the 256 cells of a grid differ,
                         mirrored and turned ones included
  --group-by file:TABLE  as a table of names and groups (CSV) says

Where it goes:
  -o, --output DIR       the folder of the lists
  --form FORM            given (default: lines as they are in NAMES; names of a DATASET), names (without extension), files
                         (with it), or pairs (image and mask; NAMES must have both on a line)
  --dry-run              the preview only
  -y, --yes              write without asking; needed where nobody can be asked
  --json                 preview and outcome as JSON, one line each
  -h, --help

Of a DATASET:
${DATASET_OPTIONS}

A split is taken back by: maskscope undo DIR

Examples:
  maskscope split names.txt --method sklearn --ratio 0.8,0.1,0.1 --seed 20191008 -o .
  maskscope split frames.txt --method grouped --group-by 'regex:^(.+)_\\d+$' --ratio 0.8,0.1,0.1 --seed 1 -o splits
  maskscope split VOC2012 --method grouped --stratify presence --ratio 0.8,0.1,0.1 --seed 1 -o VOC2012/splits
  maskscope split names.txt --method stable --ratio 0.9,0.1 --seed 7 -o splits --yes
  maskscope split names.txt --method sklearn --labels labels.csv --folds 5 --seed 0 -o folds
`,
  'split audit': `maskscope split audit: what is wrong with split lists

Usage:
  maskscope split audit [--within N] [--json] DATASET
  maskscope split audit [--within N] [--json] LISTS...

Reads the split lists of a dataset, or LISTS alone, such as train.txt, val.txt and test.txt. Says which names are in two lists,
which come twice in one, where trainval is not train and val together, and which frames of val and test are beside frames of
train in one sequence; of a DATASET also which lines name nothing or lead out of it, and which pairs are in no list. Lists of
different folders are not held against each other. The exit status is 1 where something is wrong.

Options:
  --within N             frames of a sequence that are at most so far apart are neighbours; default 10
${DATASET_OPTIONS}
  --json                 the same as JSON
  -h, --help

Examples:
  maskscope split audit train.txt val.txt test.txt
  maskscope split audit VOC2012
`,
  review: `maskscope review: which masks of a dataset are true, by tags of reviewers

Usage:
  maskscope review status DIR [--json]
  maskscope review list STATE[,STATE] DIR [--reviewer NAME] [--order ORDER] [--export EXPORT] [--csv | --json]
  maskscope review tag accepted|rejected DIR NAME... [--reason TEXT] [--note TEXT] [--reviewer NAME]
  maskscope review import FILE DIR [--reviewer NAME] [--dry-run] [--yes]
  maskscope review export DIR [--reviewer NAME]

Tags lie in maskscope.review.NAME.json in the dataset's folder, a file for each reviewer, a line for each tag. A tag holds for the
pixels that were looked at: it becomes stale when one of them changes, and stays when only the palette does.
STATE is accepted, rejected, disagreed (reviewers contradict each other; nobody is overruled), stale or unreviewed.

  list      one name a line, for maskscope split and others
  tag       tags pairs by name, as the keys F and D do in the window
  import    reads {img_dir, mask_dir, labels: [{name, class: 1|0}]}, also where it was saved twice into one file: of labels of
            one name the last counts, and contradictions are listed. Says what changes, and asks
  export    prints that form: class 1 for accepted, 0 for rejected pairs; others have no place in it

Options:
  --reviewer NAME        whose tags; status, list and export: default all together, and a name that nobody has is refused;
                         tag and import: default user.name of Git
  --order ORDER          name (default), random (with --seed N), findings (most serious first), or score
  --scores FILE          with --order score: CSV or JSON with a number for each name; the lowest first, or with --descending
                         the highest. Pairs without one come last
  --column NAME          of the scores, where there are several
  --limit N              only the first N
  --export EXPORT        the rows of a Labelbox export that the pairs were made from: external id, data row id; as CSV or JSON
  --dry-run              import: say what would change, and nothing more
  -y, --yes              import without asking; needed where nobody can be asked
${DATASET_OPTIONS}
  -h, --help

Exit status: 0; 1 when something cannot be read or written, or a name is no pair; 2 for a wrong invocation.

Examples:
  maskscope review list rejected faces --export export.json --csv > again.csv
  maskscope review list accepted faces > round1.txt
  maskscope review list unreviewed,stale faces --order score --scores cam.csv --column quality --limit 200
  maskscope review import labels.json faces --reviewer ana
`,
  scan: `maskscope scan: know a dataset

Usage:
  maskscope scan [options] DIR

Finds out how the folder is laid out, pairs originals with masks, reads every mask once and the header of every
original, and keeps what it found in your cache folder: the next scan reads only what changed. One that was stopped
goes on where it was.

Options:
${DATASET_OPTIONS}
  --shard I/N            only the I-th of N parts; see maskscope stats --merge
  --json                 a line of JSON for the dataset and one for every file
  -h, --help

Exit status: 0; 1 when the folder cannot be scanned, or was not to its end. Broken files are told and do not change it;
see maskscope check.

Examples:
  maskscope scan VOCdevkit/VOC2012
  maskscope scan --originals 'raw/{name}.jpg' --masks 'seg/{name}_m.png' data
  maskscope scan --shard $SLURM_ARRAY_TASK_ID/8 --json /data > part$SLURM_ARRAY_TASK_ID.json
`,
  stats: `maskscope stats: count classes

Usage:
  maskscope stats [options] DIR
  maskscope stats [options] --merge PART...

Pixels, images and 4-connected regions of each class, after a scan of what changed. Instance and panoptic masks are not
counted. Shares are of all pixels without those of void.

Options:
${DATASET_OPTIONS}
  --split NAME           only the pairs of this split
  --weights KIND         class weights instead: medianFrequency, inverseFrequency, effectiveImages, effectiveRegions
  --metainfo             mmsegmentation's METAINFO instead
  --csv                  classes as CSV; weights as a list for Python
  --json                 everything as JSON
  --merge                add up the outputs of scans with --shard, or of one scan with --json; give no other option for the
                         dataset
  -h, --help

Examples:
  maskscope stats VOC2012 --split train
  maskscope stats --csv VOC2012 > classes.csv
  maskscope stats --merge part*.json
`,
  check: `maskscope check: what is wrong with a dataset

Usage:
  maskscope check [options] DIR
  maskscope check --rules

Scans what changed, then tells of missing halves of pairs, files that cannot be read, sizes that differ, ids without a
class, colours at other ids than in the rest, damaged edges, duplicates, split lists that leak, and more: a line a finding,
with the file, the rule and what to do. What each rule means is in docs/findings.md.

Options:
${DATASET_OPTIONS}
  --sarif FILE           also write a SARIF 2.1.0 log, which code scanning turns into annotations; - is standard output, in
                         place of the text. Paths in it begin in the current folder
  --json                 a line of JSON for every finding
  --severity RULE=LEVEL  error, warning, information or off, in place of the rule's own; repeatable
  --fail-on LEVEL        error (default) or warning: from which severity on the exit status is 1
  --specks-below N       regions of fewer pixels are specks; default 4. The next smaller power of two counts
  --near-duplicates N    of 256 cells of a grid so many may differ in masks that are nearly the same; default 6
  --rules                list the rules and their severities
  -h, --help

Exit status: 0; 1 when there is an error, or the folder cannot be scanned; 2 for a wrong invocation.

Examples:
  maskscope check VOC2012
  maskscope check --fail-on warning --severity specks=off --severity unpairedFiles=off data
  maskscope check --sarif findings.sarif data
  maskscope check --json data | jq -r 'select(.rule == "colourAtOtherId") | .path'
`,
  compare: `maskscope compare: predicted masks against true ones

Usage:
  maskscope compare TRUTH PREDICTION

TRUTH and PREDICTION are two masks, or two folders of masks (*.png, with those in the folders in them), which are paired by
their paths, or by names that are unique where one path is the end of the other (a.png and val/a.png). Prints for each class IoU (intersection over union), Dice (F1),
precision and recall in percent; their means; pixel accuracy; what was taken for what; and the worst masks. Pixels are summed
over all masks first. Pixels whose TRUTH is void are ignored; a prediction of void is a miss. A class that neither has is n/a,
and no part of a mean; one that is only predicted has IoU 0.

Options:
  --class-map FILE       a class map, or voc, cityscapesIds, cityscapesTrainIds, ade20k, mots, binary; else the nearest
                         one in the folder of TRUTH and above it. RGB masks are classed by its colours
  --void IDS             ids that are void, such as 0,255; or none. Else those of the class map; without one 255, unless
                         TRUTH has no other ids than 0 and 255 and is grey or shows 255 in white
  --boundary             also F of the outlines, as DAVIS defines it: tolerance 0.008 of the diagonal, rounded up; the
                         mean over the masks that have the class where TRUTH is not void
  --fail-under IOU       exit status 1 where the mean IoU is less, such as 0.72
  --csv                  a line a mask, the worst first
  --json                 everything as JSON: classes, scores, matrix, masks
  -h, --help

Exit status: 0; 1 where a mask cannot be read or compared, has no prediction, or the mean IoU is below --fail-under.

Examples:
  maskscope compare SegmentationClass/2007_000032.png out/2007_000032.png
  maskscope compare VOC2012/SegmentationClass predictions --fail-under 0.72
  maskscope compare truth predictions --boundary --csv > worst.csv
`,
  undo: `maskscope undo: take the last batch back

Usage:
  maskscope undo [FOLDER]

Takes the last batch over FOLDER (default: the current one) back, or that of the nearest folder above it which wrote into
FOLDER: files that were written in place get their bytes and mode back, files that were written into a folder are deleted,
or give way to what they had replaced.
A file that changed since is left alone and listed. Once more takes the batch before back.

Options:
  --force                also files that changed since
  --dry-run              only say which batch it is
  -y, --yes              undo without asking; needed where nobody can be asked
  -h, --help

Examples:
  maskscope undo SegmentationClass
`,
  labelbox: `maskscope labelbox: Labelbox exports

Usage:
  maskscope labelbox summary EXPORT     what it holds, and what is wrong with it
  maskscope labelbox convert EXPORT     masks, or COCO annotations
  maskscope labelbox download EXPORT    the images and masks that it leads to

Exports of any age: JSON, NDJSON, or CSV (also as a spreadsheet saved it).
The options and examples of each: maskscope labelbox summary --help, and so on.
`,
  'labelbox summary': `maskscope labelbox summary: what a Labelbox export holds

Usage:
  maskscope labelbox summary [--json] [--findings] EXPORT

Reads an export of any age: JSON, NDJSON, or CSV (also as a spreadsheet saved it). Prints its era and by what it was
recognised, where y = 0 is, rows by state, labels, objects, classes and the rows that lack them, labellers and their time
per label, reviews, which links have expired (told from the links; nothing is requested), and findings by rule.
A row that cannot be read is one finding; the others are read. Memory does not grow with the file but by its rows.

Options:
  --findings        also every finding, with its line
  --json            the same as JSON; dates are milliseconds since 1970
${EXPORT_OPTIONS}

Exit status: 0; 1 when the file cannot be read or is no export; 2 for a wrong invocation.

Examples:
  maskscope labelbox summary export-2019-10-07.json
  maskscope labelbox summary --findings export.csv | less
  maskscope labelbox summary --json export.ndjson | jq -r '.classes[] | [.name, .rows, .missing] | @tsv'
`,
  'labelbox convert': `maskscope labelbox convert: masks, or COCO annotations, of a Labelbox export

Usage:
  maskscope labelbox convert EXPORT -o FOLDER --source SOURCE --layout LAYOUT [OPTIONS]

Makes a dataset of masks: palettes of 8 bits with 256 entries, background 0. A preview of every row comes first,
with the pixels of each class, overlaps, and the rows that are left out and why; it writes nothing. A row that cannot be
read, or whose mask would not be what the label says, is refused; the others are written, and the exit status is 1. Only files of earlier runs are
replaced. A run that was interrupted is finished by the same command, and every run is taken back by: maskscope undo FOLDER

What it makes:
  -o, --output FOLDER      where the dataset goes
  --layout LAYOUT          voc (JPEGImages, SegmentationClass, SegmentationObject, ImageSets), recipe (animface, category,
                           filelist), flat (NAME.jpg and NAME.png), or coco (images, annotations/instances.json)
  --source SOURCE          polygons or masks; both, as in masks,polygons: the first that an object has (a mask whose file is
                           not in FOLDER of --masks gives way to its outline)
  --raster RULE            centre (default: a pixel belongs when its centre is inside), opencv-4.6 (fillPoly) or
                           pillow-9.4 (ImageDraw.polygon), equal to the pixel
  --overlap POLICY         who gets pixels that several classes claim: error (default: the row is refused), class-order
                           (larger ids on top), smaller-on-top, first-drawn, last-drawn, or void
  --class-order A,B        with class-order: these classes on top of the others, B above A
  --class-map FILE         ids by class name; default: the *.classes.json in FOLDER, or beside the export. Without one it
                           is written to FOLDER, and later runs keep its ids
  --unknown-class WHAT     classes that the class map lacks: error (default), skip or add
  --require-classes A,B    only rows that have all of these
  --labels WHICH           of several labels of an image: newest (default), best-reviewed or all. One that was skipped never
                           counts before one that was not
  --project NAME           only labels of this project; without it a row that several projects have labelled is refused

What it reads:
  --originals FOLDER       local originals, by external id, by data row id or by the name in the dataset; they tell the
                           size where the export does not, and come along
  --images HOW             how they come along: copy (default), link or none
  --masks FOLDER           local masks: NAME--CLASS.png, NAME--FEATURE.png, or FEATURE.png
  --threshold N            values of a mask from N on are the object; default 128
  --size WxH               of images of which neither the export nor an original tells it
  --frame FRAME            whether images with an EXIF orientation were labelled as displayed or as stored
${EXPORT_OPTIONS}

How it runs:
  --dry-run                the preview only
  -y, --yes                write without asking; needed where nobody can be asked
  --json                   rows, preview and result as JSON, a line each

Exit status: 0; 1 when the file cannot be read or is no export, or a row is refused or cannot be read; 2 for a wrong
invocation.

Examples:
  maskscope labelbox convert export.json -o faces --layout voc --source polygons --originals images --dry-run
  maskscope labelbox convert export.ndjson -o faces --layout coco --source masks,polygons --masks masks --yes
`,
  'labelbox download': `maskscope labelbox download: the images and masks that a Labelbox export leads to

Usage:
  maskscope labelbox download EXPORT -o FOLDER [--originals] [--masks] [OPTIONS]

Fetches images to FOLDER/originals/NAME.EXT and masks to FOLDER/masks/NAME--ID.png, where convert finds them. It
says first what comes from which hosts and what has expired, and asks before the first request to each host. What is there
is never fetched again nor overwritten: after Ctrl+C, a crash or failures the same command fetches what is missing. Its
state is in FOLDER/.maskscope.

Options:
  -o, --output FOLDER   where to; made where it does not exist
  --originals, --masks  one of the two; both where neither is given
  --agree HOST          do not ask for this host; repeatable. Needed where nobody can be asked
  -y, --yes             do not ask for the hosts that the export names; hosts of redirects need --agree
  --key-host HOST       send the API key in LABELBOX_API_KEY to this host, by https only (masks of v2 need one)
  --key-file FILE       the key from a file instead
  --expired             also try links that say that they have expired
  --retry-failed        ask again for what a server has refused for good, such as 404
  --concurrency N       requests at a time, 1 to 64; default 8, of them 4 to one host
  --rate N              requests a second to one host; default 50
  --allow-private       follow redirects into private networks; addresses of the export itself need only agreement
  --json                list, results and outcome as JSON, a line each; dates are milliseconds since 1970
${ERA_OPTION}
  -h, --help

Exit status: 0; 1 when the file cannot be read or is no export, or a file is missing in the end; 2 for a wrong invocation.

Examples:
  maskscope labelbox download export.json -o faces --agree storage.googleapis.com
  LABELBOX_API_KEY=… maskscope labelbox download export.ndjson -o faces --masks --key-host api.labelbox.com
`,
  overlay: `maskscope overlay: masks over their originals

Usage:
  maskscope overlay DATASET|MASK... -o FOLDER

Writes FOLDER/NAME.png for each pair. A preview comes first, with what is left out and why; it writes nothing.

${WHICH_PAIRS}

How:
${DRAWN_HOW}
  --legend PLACE         none (default), burnt (into the left bottom corner) or beside (on a panel at the right): colour, name
                         and share of the pixels. Names that no font here can write stand by their ids, and a warning
  --format FORMAT        png (default), jpeg or webp
  --quality N            of jpeg and webp, 1 to 100; default 90
${HOW_PAIRS_FIT}

Where to:
${WHERE_PICTURES_GO}

Examples:
  maskscope overlay VOC2012 -o overlays --legend beside --outline 1
  maskscope overlay VOC2012 -o cats --list ImageSets/Segmentation/val.txt --classes cat,dog --format jpeg
  maskscope overlay mask.png --original photo.jpg -o out
`,
  sheet: `maskscope sheet: a contact sheet of pairs

Usage:
  maskscope sheet DATASET -o FOLDER [--count N --seed N]

Writes FOLDER/sheet.png: overlays of pairs, small, with their names. With more than 200 pairs there are several sheets. A
preview comes first; it writes nothing. A pair that cannot be read is left out and named.

${WHICH_PAIRS}

How:
  --count N              so many pairs, drawn at random (as NumPy's RandomState(seed).permutation begins), in the order of the
                         dataset; default 20, or all of --only and --list; "all" for all
  --seed N               of the draw; default 0
  --columns N            default: about as many as rows
  --side N               pixels of the square that a pair has; default 240
${DRAWN_HOW}
  --format FORMAT        png (default), jpeg or webp
  --quality N            of jpeg and webp, 1 to 100; default 90
${HOW_PAIRS_FIT}

Where to:
${WHERE_PICTURES_GO}

Examples:
  maskscope sheet VOC2012 -o sheets --count 48 --seed 7
  maskscope sheet VOC2012 -o sheets --only 2007_000032,2007_000039 --outline 1
`,
  cutout: `maskscope cutout: the pixels of each class

Usage:
  maskscope cutout DATASET|MASK... -o FOLDER [--crop]

Writes FOLDER/CLASS/NAME.png for each class of each pair: the pixels of the class as the original has them (16 bits a
sample become 8, which is said), with its alpha, all others fully transparent. Classes whose names file systems take for one have their ids in the folder's name. A preview comes first; it writes nothing.

${WHICH_PAIRS}

How:
  --classes NAME,NAME    these classes alone, by name or id; else all but background and void
  --with-background      background as well
  --with-void            void as well
  --crop                 cut to the bounds of the class; else of the original's size
  --format FORMAT        png (default) or webp (lossless)
${HOW_PAIRS_FIT}

Where to:
${WHERE_PICTURES_GO}

Examples:
  maskscope cutout VOC2012 -o cutouts --classes person --crop
`,
  focus: `maskscope focus: all but chosen classes blurred

Usage:
  maskscope focus DATASET|MASK... -o FOLDER [--classes NAME,NAME]

Writes FOLDER/NAME.png for each pair: the chosen classes stay as they are, all else is blurred. A preview comes first; it
writes nothing.

${WHICH_PAIRS}

How:
  --classes NAME,NAME    what stays sharp, by name or id; else all but background and void
  --with-background      background as well
  --with-void            void as well
  --box N                the mean of N by N pixels, N odd, up to 255; default 31. Equal to OpenCV's blur within one level
  --gaussian SIGMA       a bell curve instead, up to 64; equal to OpenCV's GaussianBlur in double precision
  --method METHOD        normalised (default): what is blurred takes its colours from what is blurred alone, so that the
                         subject leaves no halo; void lends its colours to nothing. composed: as published, the whole
                         picture is blurred and the subject put upon it
  --format FORMAT        png (default), jpeg or webp
  --quality N            of jpeg and webp, 1 to 100; default 90
${HOW_PAIRS_FIT}

Where to:
${WHERE_PICTURES_GO}

Examples:
  maskscope focus VOC2012 -o portraits --classes person --gaussian 8 --format jpeg
`,
} as const;
