"""Embedding and one training step as the reference has them, in plain PyTorch on a processor: the peer of `nights bench embed` and `nights bench train`.

usage: torch_processor.py [OUT.json]. DINO ViT-B/16 at full size with random weights; attention by explicit products and every token in every block, as the
reference's network; a step of 16 triplets embeds both pictures of either distance (four embeddings a triplet), keeps the batch whole and updates adapters of
rank 16 on qkv twice by Adam. float32. On Debian 12: apt-get install python3-torch libopenblas0-pthread (without OpenBLAS it is many times slower).
"""
import json
import math
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

WIDTH, HEADS, DEPTH, PATCH, SIDE, RANK, ALPHA, MARGIN, RATE = 768, 12, 12, 16, 14, 16, 32, 0.05, 3e-4


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-6), nn.LayerNorm(WIDTH, 1e-6)
        self.qkv, self.proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.lora_a, self.lora_b = nn.Linear(WIDTH, RANK, bias=False), nn.Linear(RANK, 3 * WIDTH, bias=False)
        self.fc1, self.fc2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        nn.init.zeros_(self.lora_b.weight)
        self.adapted = False

    def forward(self, x):
        b, t, w = x.shape
        y = self.norm1(x)
        joint = self.qkv(y) + self.lora_b(self.lora_a(y)) * (ALPHA / RANK) if self.adapted else self.qkv(y)
        q, k, v = joint.view(b, t, 3, HEADS, w // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-2, -1) / math.sqrt(w // HEADS)).softmax(-1)
        x = x + self.proj((weights @ v).transpose(1, 2).reshape(b, t, w))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Vit(nn.Module):
    def __init__(self):
        super().__init__()
        self.cls, self.pos = nn.Parameter(0.02 * torch.randn(1, 1, WIDTH)), nn.Parameter(0.2 * torch.randn(1, 1 + SIDE * SIDE, WIDTH))
        self.patch, self.blocks = nn.Conv2d(3, WIDTH, PATCH, PATCH), nn.ModuleList(Block() for _ in range(DEPTH))

    def forward(self, pictures):
        x = self.patch(pictures).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(len(x), 1, WIDTH), x], 1) + self.pos
        for block in self.blocks:
            x = block(x)
        return x[:, 0]


def seconds(work, rounds):
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


torch.set_num_threads(len(os.sched_getaffinity(0)))        # Debian's build starts with one
torch.manual_seed(1)
model = Vit()
for name, parameter in model.named_parameters():
    parameter.requires_grad_("lora_" in name)

rows = {"torch": torch.__version__, "threads": torch.get_num_threads()}
for batch in (1, 8, 16):
    pictures = torch.randn(batch, 3, 224, 224)
    with torch.no_grad():
        rows[f"embedding, pictures a second, {batch} at once"] = batch / seconds(lambda: model(pictures), 3)

for block in model.blocks:
    block.adapted = True
adam = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=RATE, betas=(0.5, 0.999))
reference, left, right = (torch.randn(16, 3, 224, 224) for _ in range(3))
sign = 2 * (torch.arange(16) % 2).float() - 1


def distance(a, b):
    return 1 - F.cosine_similarity(model(a), model(b), dim=-1, eps=1e-8)


def step():
    loss = (MARGIN - sign * (distance(reference, left) - distance(reference, right))).clamp(min=0).mean()
    loss.backward()
    adam.step()
    adam.step()
    adam.zero_grad()


rows["training, seconds a step of 16 triplets"] = seconds(step, 2)
rows["peak memory, GiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps(rows, indent=1))
if len(sys.argv) > 1:
    with open(sys.argv[1], "w") as file:
        json.dump(rows, file, indent=1)
