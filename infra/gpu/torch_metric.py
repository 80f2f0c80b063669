"""The metric's training step and embedding in plain PyTorch: the peer of `nights bench metric`.

usage: torch_metric.py cuda|cpu full|small OUT.json. Same network (DINO ViT-B/16, the last block for the class token only), same adapters (rank 16, alpha 32
on qkv), same batches, two updates a step as recipe "single" takes; numbers as named: float32, tf32, bfloat16 (frozen weights and activations in
bfloat16, adapters and loss float32, as ours) and autocast (torch.autocast to bfloat16, as most PyTorch code has it).
"""
import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

device, size, path = sys.argv[1], sys.argv[2], sys.argv[3]
DEPTH = 12 if size == "full" else 2
BATCHES = [16, 64, 256] if size == "full" else [1]
ROUNDS, WARM_UP = (5, 3) if size == "full" else (1, 1)
WIDTH, HEADS, PATCH, SIDE, RANK, ALPHA, MARGIN, RATE = 768, 12, 16, 14, 16, 32, 0.05, 3e-4


class Qkv(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Linear(WIDTH, 3 * WIDTH)
        self.lora_a, self.lora_b = nn.Linear(WIDTH, RANK, bias=False), nn.Linear(RANK, 3 * WIDTH, bias=False)
        nn.init.zeros_(self.lora_b.weight)

    def forward(self, x):
        narrow = F.linear(x, self.lora_a.weight.to(x.dtype))
        return self.main(x).add(F.linear(narrow, self.lora_b.weight.to(x.dtype)), alpha=ALPHA / RANK)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-6), nn.LayerNorm(WIDTH, 1e-6)
        self.qkv, self.proj = Qkv(), nn.Linear(WIDTH, WIDTH)
        self.fc1, self.fc2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, kept):
        b, t, w = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, t, 3, HEADS, w // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        attended = F.scaled_dot_product_attention(q[:, :, :kept], k, v)
        x = x[:, :kept] + self.proj(attended.transpose(1, 2).reshape(b, kept, w))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Vit(nn.Module):
    def __init__(self):
        super().__init__()
        self.cls, self.pos = nn.Parameter(0.02 * torch.randn(1, 1, WIDTH)), nn.Parameter(0.2 * torch.randn(1, 1 + SIDE * SIDE, WIDTH))
        self.patch = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1))

    def forward(self, pictures):
        x = self.patch(((pictures - self.mean) / self.std).to(self.patch.weight.dtype)).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(len(x), 1, WIDTH).to(x.dtype), x], 1) + self.pos
        for i, block in enumerate(self.blocks):
            x = block(x, 1 if i == DEPTH - 1 else x.shape[1])
        return x.squeeze(1).float()


def distance(a, b):
    return 1 - F.cosine_similarity(a, b, dim=-1, eps=1e-8)


def measured(numbers, triplets):
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = numbers == "tf32"
    torch.manual_seed(1)
    model = Vit()
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("lora_" in name)
        if numbers == "bfloat16" and "lora_" not in name:
            parameter.data = parameter.data.bfloat16()
    model.to(device)
    pictures = F.interpolate(torch.rand(3 * triplets, 3, 14, 14), (224, 224)).to(device)
    reference = torch.arange(triplets, device=device) * 3
    share = (torch.arange(triplets, device=device) % 2).float()
    adam = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=RATE, betas=(0.5, 0.999))

    def embed_pictures():
        with torch.autocast(device, torch.bfloat16, enabled=numbers == "autocast"):
            return model(pictures)

    def train():
        embeddings = embed_pictures()
        r = embeddings.index_select(0, reference)
        left, right = distance(r, embeddings.index_select(0, reference + 1)), distance(r, embeddings.index_select(0, reference + 2))
        violation = MARGIN - (2 * share.round() - 1) * (left - right)
        loss = torch.maximum(violation, torch.zeros_like(violation)).mean()
        loss.backward()
        adam.step()
        adam.step()
        adam.zero_grad(set_to_none=False)
        return loss.item(), right.lt(left).eq(share.ge(0.5)).float().mean().item()

    @torch.no_grad()
    def embed():
        return embed_pictures().cpu()

    def seconds(step):
        for _ in range(WARM_UP):
            step()
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            step()
            times.append(time.perf_counter() - started)
        return statistics.median(times)

    embedding, training = seconds(embed), seconds(train)
    row = {"precision": numbers, "triplets": triplets, "embeddingPicturesASecond": 3 * triplets / embedding, "trainingPicturesASecond": 3 * triplets / training}
    if device == "cuda":
        row["peakMiB"] = torch.cuda.max_memory_allocated() >> 20
    return row


rows = []
for numbers in ["float32", "tf32", "bfloat16", "autocast"]:
    for triplets in BATCHES:
        if device == "cuda":
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()
        try:
            rows.append(measured(numbers, triplets))
        except torch.OutOfMemoryError:
            rows.append({"precision": numbers, "triplets": triplets, "fault": "out of memory"})
        except RuntimeError as fault:
            rows.append({"precision": numbers, "triplets": triplets, "fault": str(fault)[:300]})
        print(rows[-1])
        with open(path, "w") as file:
            json.dump({"torch": torch.__version__, "device": torch.cuda.get_device_name(0) if device == "cuda" else "cpu", "rows": rows}, file, indent=1)
