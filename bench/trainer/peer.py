#!/usr/bin/env python3
"""The peer of `./trainyard bench trainer`: the same work in Python with torch and torchvision.

Each subcommand prints one JSON object per line on standard output: first {"ready": true, ...}, then one answer for each
line that it reads from standard input. The end of the input ends it. So the benchmark, or a person, decides when it works:

    echo '{"seconds": 5}' | python3 peer.py compute --image-size 64 --batch-size 16 --threads 2
    yes '{}' | head -n 2 | python3 peer.py scans --data DIR --image-size 224 --batch-size 8 --workers 2
    echo '{"seed": 1}' | python3 peer.py accuracy --data DIR --iterations 300
"""

import argparse
import json
import math
import random
import sys
import time

import numpy
import torch
import torchvision
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Sampler
from torchvision import transforms
from torchvision.datasets import ImageFolder

MOMENTUM = 0.9
WEIGHT_DECAY = 1e-4
MAX_GRADIENT_NORM = 5.0
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
AUGMENTATIONS = ("NONE", "EXPOSURE_NOISE", "ROTATIONS_EXPOSURE_NOISE")


class Letterbox:
    """Fits an image into a white square without stretching it."""

    def __init__(self, size):
        self.size = size

    def __call__(self, image):
        scale = self.size / max(image.size)
        width, height = (max(1, int(edge * scale + 0.5)) for edge in image.size)
        square = Image.new("RGB", (self.size, self.size), "white")
        resized = image.resize((width, height), Image.BILINEAR)
        square.paste(resized, ((self.size - width) // 2, (self.size - height) // 2))
        return square


class RandomQuarterTurns:
    def __call__(self, image):
        return torch.rot90(image, random.randrange(4), dims=(1, 2))


class RandomExposure:
    """A random gain and gamma."""

    def __call__(self, image):
        gain = math.exp(random.uniform(-1, 1) * math.log(1.25))
        gamma = math.exp(random.uniform(-1, 1) * math.log(1.4))
        return image.pow(gamma).mul_(gain).clamp_(max=1)


class RandomNoise:
    """Gaussian noise of a random strength."""

    def __call__(self, image):
        return image.add_(torch.randn_like(image), alpha=random.random() * 0.04).clamp_(0, 1)


def transform(size, augmentation):
    steps = [Letterbox(size), transforms.ToTensor()]
    if augmentation == "ROTATIONS_EXPOSURE_NOISE":
        steps.append(RandomQuarterTurns())
    if augmentation != "NONE":
        steps += [RandomExposure(), RandomNoise()]
    return transforms.Compose(steps + [transforms.Normalize(MEAN, DEVIATION)])


class Training:
    """ResNet-18 from random weights, and its optimizer."""

    def __init__(self, classes, learning_rate, precision):
        self.mixed = precision == "BFLOAT16"
        self.network = torchvision.models.resnet18(num_classes=classes)
        self.network.train()
        self.loss = nn.CrossEntropyLoss()
        weights, others = [], []
        for module in self.network.modules():
            for name, parameter in module.named_parameters(recurse=False):
                decays = name == "weight" and isinstance(module, (nn.Conv2d, nn.Linear))
                (weights if decays else others).append(parameter)
        self.optimizer = torch.optim.SGD(
            [{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}],
            lr=learning_rate,
            momentum=MOMENTUM,
        )

    def step(self, images, labels):
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.mixed):
            loss = self.loss(self.network(images), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), MAX_GRADIENT_NORM)
        self.optimizer.step()

    def set_learning_rate(self, learning_rate):
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate


def say(**facts):
    print(json.dumps(facts), flush=True)


def ready():
    say(
        ready=True,
        torch=torch.__version__,
        torchvision=torchvision.__version__,
        python=sys.version.split()[0],
        threads=torch.get_num_threads(),
    )


def requests():
    for line in sys.stdin:
        if line.strip():
            yield json.loads(line)


def compute(options):
    """Training steps on random tensors; a request is {"seconds": S}."""
    training = Training(10, 0.01, options.precision)
    images = torch.randn(options.batch_size, 3, options.image_size, options.image_size)
    labels = torch.randint(10, (options.batch_size,))

    def run(seconds):
        steps, start = 0, time.perf_counter()
        while True:
            training.step(images, labels)
            steps += 1
            elapsed = time.perf_counter() - start
            if elapsed >= seconds:
                return steps * options.batch_size, elapsed

    run(options.warm_up_seconds)
    ready()
    for request in requests():
        count, elapsed = run(request["seconds"])
        say(images=count, seconds=elapsed)


def scans(options):
    """Epochs over the images of DIR/train; a request is {} and means one epoch."""
    dataset = ImageFolder(options.data + "/train", transform(options.image_size, options.augmentation))
    loader = DataLoader(
        dataset,
        batch_size=options.batch_size,
        shuffle=True,
        num_workers=options.workers,
        persistent_workers=options.workers > 0,
    )
    training = Training(len(dataset.classes), 0.005, options.precision)
    ready()
    for _ in requests():
        start = time.perf_counter()
        for images, labels in loader:
            training.step(images, labels)
        say(images=len(dataset), seconds=time.perf_counter() - start)


class EpochsInARow(Sampler):
    """A new permutation every epoch, one after another, so that every batch is full."""

    def __init__(self, size, count, seed):
        self.size, self.count = size, count
        self.generator = torch.Generator().manual_seed(seed)

    def __len__(self):
        return self.count

    def __iter__(self):
        given = 0
        while given < self.count:
            for index in torch.randperm(self.size, generator=self.generator).tolist():
                if given == self.count:
                    return
                given += 1
                yield index


def learning_rate(peak, iterations, iteration):
    """Linear warm-up over 5 %, then half a cosine to a thousandth; iterations count from 1."""
    warm_up = min(500, iterations // 20)
    if iteration <= warm_up:
        return peak * iteration / warm_up
    progress = (iteration - warm_up - 1) / max(1, iterations - warm_up - 1)
    return peak * (0.001 + 0.999 * (1 + math.cos(math.pi * progress)) / 2)


def average_precision(scores, positive):
    """As scikit-learn's average_precision_score: the sum of precision times the gain in recall over distinct scores."""
    order = numpy.argsort(-scores, kind="stable")
    scores, positive = scores[order], positive[order]
    last_of_score = numpy.append(numpy.diff(scores) != 0, True)
    found = numpy.cumsum(positive)[last_of_score]
    precision = found / (numpy.flatnonzero(last_of_score) + 1)
    gain = numpy.diff(found, prepend=0) / positive.sum()
    return float((gain * precision).sum())


def evaluate(network, loader):
    network.eval()
    with torch.no_grad():
        parts = [(network(images).softmax(1), labels) for images, labels in loader]
    scores = torch.cat([part[0] for part in parts]).double().numpy()
    labels = torch.cat([part[1] for part in parts]).numpy()
    accuracy = float((scores.argmax(1) == labels).mean())
    present = [c for c in range(scores.shape[1]) if (labels == c).any()]
    precision = numpy.mean([average_precision(scores[:, c], labels == c) for c in present])
    return accuracy, float(precision)


def accuracy(options):
    """Trains on DIR/train and evaluates on DIR/test; a request is {"seed": N}."""
    train = ImageFolder(options.data + "/train", transform(options.image_size, options.augmentation))
    test = ImageFolder(options.data + "/test", transform(options.image_size, "NONE"))
    if test.classes != train.classes:
        sys.exit("peer.py: train and test have different classes")
    ready()
    for request in requests():
        seed = request["seed"]
        random.seed(seed)
        torch.manual_seed(seed)
        training = Training(len(train.classes), options.learning_rate, options.precision)
        order = EpochsInARow(len(train), options.iterations * options.batch_size, seed)
        loader = DataLoader(train, options.batch_size, sampler=order, num_workers=options.workers)
        start = time.perf_counter()
        for iteration, (images, labels) in enumerate(loader, 1):
            training.set_learning_rate(learning_rate(options.learning_rate, options.iterations, iteration))
            training.step(images, labels)
        seconds = time.perf_counter() - start
        right, precision = evaluate(training.network, DataLoader(test, 64))
        say(seed=seed, accuracy=right, averagePrecision=precision, seconds=seconds)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--threads", type=int, default=0, help="torch.set_num_threads; 0 leaves torch's own number")
    common.add_argument("--image-size", type=int, default=224, help="edge of the square input, default 224")
    common.add_argument("--batch-size", type=int, default=8, help="images per step, default 8")
    common.add_argument(
        "--precision",
        choices=("FLOAT32", "BFLOAT16"),
        default="FLOAT32",
        help="BFLOAT16 trains under torch.autocast, default FLOAT32",
    )
    loading = argparse.ArgumentParser(add_help=False)
    loading.add_argument("--data", required=True, help="folder with train/<class>/ (and test/<class>/ for accuracy)")
    loading.add_argument("--workers", type=int, default=2, help="processes of the DataLoader, default 2")
    loading.add_argument("--augmentation", choices=AUGMENTATIONS, default="ROTATIONS_EXPOSURE_NOISE")

    command = commands.add_parser("compute", parents=[common], help=compute.__doc__)
    command.add_argument("--warm-up-seconds", type=float, default=3, help="not counted, default 3")
    command.set_defaults(run=compute)
    command = commands.add_parser("scans", parents=[common, loading], help=scans.__doc__)
    command.set_defaults(run=scans)
    command = commands.add_parser("accuracy", parents=[common, loading], help=accuracy.__doc__)
    command.add_argument("--iterations", type=int, default=300, help="optimizer steps, default 300")
    command.add_argument("--learning-rate", type=float, default=0.03, help="peak, default 0.03")
    command.set_defaults(run=accuracy)
    return parser.parse_args()


def main():
    options = arguments()
    if options.threads > 0:
        torch.set_num_threads(options.threads)
    options.run(options)


if __name__ == "__main__":
    main()
