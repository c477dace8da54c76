# What a notebook does with a list of names: two calls, plain, by one label, or by groups. Prints the seconds that it takes.
import sys, time
from sklearn.model_selection import GroupShuffleSplit, train_test_split

names = open(sys.argv[1]).read().split()
kind = sys.argv[2]
if kind == 'label':
    labels = [name[-2:] for name in names]
if kind == 'grouped':
    groups = [name[:-4] for name in names]
start = time.perf_counter()
if kind == 'plain':
    train, rest = train_test_split(names, train_size=0.8, random_state=1)
    val, test = train_test_split(rest, train_size=0.5, random_state=1)
elif kind == 'label':
    label_of = dict(zip(names, labels))
    train, rest = train_test_split(names, train_size=0.8, random_state=1, stratify=labels)
    val, test = train_test_split(rest, train_size=0.5, random_state=1, stratify=[label_of[name] for name in rest])
else:
    first, others = next(GroupShuffleSplit(1, train_size=0.8, random_state=1).split(names, groups=groups))
    train, rest = [names[at] for at in first], [names[at] for at in others]
    left = [groups[at] for at in others]
    first, others = next(GroupShuffleSplit(1, train_size=0.5, random_state=1).split(rest, groups=left))
    val, test = [rest[at] for at in first], [rest[at] for at in others]
print(time.perf_counter() - start)
