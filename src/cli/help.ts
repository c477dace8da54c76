/** Help texts by command. */
export const HELP = {
  maskscope: `maskscope: image segmentation masks at the terminal

Usage:
  maskscope identify FILE...           what ImageMagick's "identify -verbose" says about PNG files
  maskscope indices FILE -o OUT.npy    the ids of a mask as a NumPy array
  maskscope --version
  maskscope COMMAND --help             options and examples of a command

A file named - is standard input. Arguments after -- are files even if they begin with a dash.
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
} as const;
