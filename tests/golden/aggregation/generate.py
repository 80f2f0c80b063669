"""Reference values for the aggregation methods, written apart from the product: dictionaries, plain products and Python's standard library only.

    python3 generate.py        writes one JSON file a fixture beside itself; the same bytes every time (CPython 3.11)

Where two roads lead to a number, this takes the other one: products of probabilities where the product sums logarithms, GLAD by
quasi-Newton ascent on the marginal log posterior where the product uses expectation-maximisation, alpha from the coincidence matrix, the beta
distribution by its hypergeometric series and bisection, normal quantiles by Python's statistics module.
"""
import json, math, random, statistics
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
Z = statistics.NormalDist().inv_cdf(0.975)


# ---- votes -------------------------------------------------------------------------------------------------------------------------
def draw(seed, items, people, per_item, labels, answer):
    """answer(rng, person, truth) -> label; per_item(rng) -> how many people vote on an item."""
    rng = random.Random(seed)
    truth = [rng.randrange(labels) for _ in range(items)]
    votes = []
    for item in range(items):
        for person in sorted(rng.sample(range(people), per_item(rng))):
            votes.append((item, person, answer(rng, person, truth[item])))
    rng.shuffle(votes)
    return dict(items=items, participants=people, labels=labels, votes=votes)


def skilled(accuracy, labels):
    def answer(rng, person, truth):
        if rng.random() < accuracy(person):
            return truth
        return rng.choice([k for k in range(labels) if k != truth])
    return answer


def with_spammers(rng, person, truth):
    if person < 3:
        return rng.randrange(2)          # clicks at random
    if person == 3:
        return 0                         # always A
    if person == 4:
        return truth if rng.random() < 0.2 else 1 - truth   # means the other
    return truth if rng.random() < 0.92 else 1 - truth


FIXTURES = {
    "clean": draw(1, 60, 9, lambda rng: 5, 2, skilled(lambda p: 0.88 + 0.01 * p, 2)),
    "spammers": draw(2, 80, 14, lambda rng: 7, 2, with_spammers),
    "sparse": draw(3, 90, 25, lambda rng: rng.choice([0, 1, 1, 2, 2, 3, 4]), 2, skilled(lambda p: 0.7 + 0.01 * p, 2)),
    "three-labels": draw(4, 50, 8, lambda rng: 4, 3, skilled(lambda p: 0.6 + 0.04 * p, 3)),
}


# ---- distributions -----------------------------------------------------------------------------------------------------------------
def beta_cdf(x, a, b):
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    total = term = 1.0                   # I_x(a, b) = x^a (1-x)^b / (a B(a, b)) * sum_n (a+b)_n / (a+1)_n x^n
    n = 0
    while term > 1e-18 * total:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) / a * total


def beta_quantile(p, a, b):
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_interval(a, b):
    return [beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)]


def wilson(k, n):
    """The two roots of (k/n - p)^2 = z^2 p (1 - p) / n."""
    if n == 0:
        return [0.0, 1.0]
    a, b, c = 1 + Z * Z / n, -(2 * k / n + Z * Z / n), (k / n) ** 2
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    return [max(0.0, (-b - root) / (2 * a)), min(1.0, (-b + root) / (2 * a))]


def digamma(x):
    shift = 0.0
    while x < 40:
        shift -= 1 / x
        x += 1
    return shift + math.log(x) - 1 / (2 * x) - 1 / (12 * x ** 2) + 1 / (120 * x ** 4) - 1 / (252 * x ** 6)


# ---- closed forms ------------------------------------------------------------------------------------------------------------------
def by_item(data):
    table = defaultdict(dict)
    for item, person, label in data["votes"]:
        table[item][person] = label
    return table


def shares(data, weight):
    table, out = by_item(data), []
    for item in range(data["items"]):
        row = [sum(weight(p) for p, l in table[item].items() if l == k) for k in range(data["labels"])]
        total = sum(row)
        out.append([r / total for r in row] if total > 0 else [1 / data["labels"]] * data["labels"])
    return out


def skills(data):
    lead = {}
    for item, votes in by_item(data).items():
        ranked = Counter(votes.values()).most_common()
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            lead[item] = ranked[0][0]
    out = []
    for person in range(data["participants"]):
        agreed = [label == lead[item] for item, who, label in data["votes"] if who == person and item in lead]
        value = sum(agreed) / len(agreed) if agreed else 1 / data["labels"]
        out.append([value] + wilson(sum(agreed), len(agreed)))
    return out


def alpha(data):
    """From the coincidence matrix."""
    labels = range(data["labels"])
    o = {(c, k): 0.0 for c in labels for k in labels}
    for votes in by_item(data).values():
        values = list(votes.values())
        for i, c in enumerate(values):
            for j, k in enumerate(values):
                if i != j:
                    o[c, k] += 1 / (len(values) - 1)
    n_c = [sum(o[c, k] for k in labels) for c in labels]
    n = sum(n_c)
    observed = sum(o[c, k] for c in labels for k in labels if c != k)
    expected = sum(n_c[c] * n_c[k] for c in labels for k in labels if c != k)
    return 1 - (n - 1) * observed / expected


def kappa(data, n):
    """Chance-corrected agreement of pairs of votes, counted pair by pair."""
    agree = pairs = 0
    totals = Counter()
    for votes in by_item(data).values():
        values = list(votes.values())
        if len(values) != n:
            continue
        totals.update(values)
        for i in range(n):
            for j in range(n):
                if i != j:
                    pairs += 1
                    agree += values[i] == values[j]
    chance = sum((c / sum(totals.values())) ** 2 for c in totals.values())
    return (agree / pairs - chance) / (1 - chance)


# ---- Dawid and Skene ---------------------------------------------------------------------------------------------------------------
def dawid_skene(data, one_coin, right, wrong, tolerance, most):
    labels, people, table = range(data["labels"]), range(data["participants"]), by_item(data)
    judged = [i for i in range(data["items"]) if table[i]]
    t = {i: r for i, r in enumerate(shares(data, lambda p: 1))}
    before, count = -math.inf, len(data["votes"])
    for rounds in range(1, most + 1):
        p = [sum(t[i][k] for i in judged) / len(judged) for k in labels]
        e = {}
        log_prior = 0.0
        for w in people:
            mine = [(i, table[i][w]) for i in judged if w in table[i]]
            if one_coin:
                total = right + wrong + len(mine)
                a = (right + sum(t[i][l] for i, l in mine)) / total if total else 1 / len(labels)
                a = min(max(a, 1e-10), 1 - 1e-10)
                e.update({(w, k, l): a if k == l else (1 - a) / (len(labels) - 1) for k in labels for l in labels})
                log_prior += right * math.log(a) + wrong * math.log(1 - a)
            else:
                for k in labels:
                    row = [max(1e-10, sum(t[i][k] for i, l in mine if l == answer) + (right if answer == k else wrong / (len(labels) - 1))) for answer in labels]
                    for l in labels:
                        e[w, k, l] = row[l] / sum(row)
                        log_prior += (right if l == k else wrong / (len(labels) - 1)) * math.log(e[w, k, l])
        now = log_prior
        for i in range(data["items"]):
            joint = [p[k] * math.prod(e[w, k, l] for w, l in table[i].items()) for k in labels]
            now += math.log(sum(joint))
            t[i] = [j / sum(joint) for j in joint]
        if now - before < tolerance * count:
            break
        before = now
    accuracy = []
    for w in people:
        mine = [(i, table[i][w]) for i in judged if w in table[i]]
        good = right + sum(t[i][l] for i, l in mine)
        bad = wrong + sum(1 - t[i][l] for i, l in mine)
        accuracy.append([good / (good + bad) if good + bad else 1 / len(labels)] + beta_interval(good + 1, bad + 1))
    confusion = [[[e[w, k, l] for l in labels] for k in labels] for w in people]
    return dict(right=right, wrong=wrong, tolerance=tolerance, iterations=most, rounds=rounds, posterior=[t[i] for i in range(data["items"])],
                accuracy=accuracy, confusion=None if one_coin else confusion)


# ---- GLAD --------------------------------------------------------------------------------------------------------------------------
def glad(data):
    """Climbs the marginal log posterior itself, by limited-memory BFGS steps, halved until they help."""
    labels, people, items, table = range(data["labels"]), data["participants"], data["items"], by_item(data)

    def evaluate(x):
        alpha, t = x[:people], x[people:]
        height = -sum((v - 1) ** 2 for v in x) / 2
        slope = [1 - v for v in x]
        posterior = []
        for i in range(items):
            b = math.exp(t[i])
            chance = {w: 1 / (1 + math.exp(-alpha[w] * b)) for w in table[i]}
            joint = [math.prod(chance[w] if l == k else (1 - chance[w]) / (len(labels) - 1) for w, l in table[i].items()) / len(labels) for k in labels]
            height += math.log(sum(joint))
            row = [j / sum(joint) for j in joint]
            posterior.append(row)
            for w, l in table[i].items():
                pull = row[l] - chance[w]
                slope[w] += b * pull
                slope[people + i] += alpha[w] * b * pull
        return height, slope, posterior

    x = [1.0] * (people + items)
    height, slope, posterior = evaluate(x)
    memory = []
    for _ in range(2000):
        if max(abs(s) for s in slope) < 1e-9:
            break
        direction, used = slope[:], []
        for ds, dy, rho in reversed(memory):
            weight = rho * sum(d * v for d, v in zip(ds, direction))
            direction = [v - weight * y for v, y in zip(direction, dy)]
            used.append(weight)
        for (ds, dy, rho), weight in zip(memory, reversed(used)):
            back = rho * sum(y * v for y, v in zip(dy, direction))
            direction = [v + d * (weight - back) for v, d in zip(direction, ds)]
        length = min(1.0 if memory else 0.01, 1 / max(map(abs, direction)))
        while True:
            tried = [v + length * d for v, d in zip(x, direction)]
            h, s, p = evaluate(tried)
            # Near the top the height's last digits are noise; there the slope must shrink instead.
            if (sum(v * v for v in s) < sum(v * v for v in slope) if max(map(abs, slope)) < 1e-2 else h >= height) or length < 1e-6:
                break
            length /= 2
        ds, dy = [n - o for n, o in zip(tried, x)], [o - n for n, o in zip(s, slope)]
        if (curve := sum(a * b for a, b in zip(ds, dy))) > 1e-16:
            memory = (memory + [(ds, dy, 1 / curve)])[-12:]
        else:
            memory = []
        x, height, slope, posterior = tried, h, s, p
    assert max(abs(s) for s in slope) < 1e-7, max(abs(s) for s in slope)
    accuracy = []
    for w in range(people):
        ease = [math.exp(x[people + i]) for i in range(items) if w in table[i]]
        chance = [1 / (1 + math.exp(-x[w] * b)) for b in ease]
        half = Z / math.sqrt(1 + sum(b * b * c * (1 - c) for b, c in zip(ease, chance)))
        at = lambda a: sum(1 / (1 + math.exp(-a * b)) for b in ease) / len(ease) if ease else 1 / (1 + math.exp(-a * math.e))
        accuracy.append([at(x[w]), at(x[w] - half), at(x[w] + half)])
    return dict(posterior=posterior, ability=x[:people], logEase=x[people:], accuracy=accuracy)


# ---- MACE --------------------------------------------------------------------------------------------------------------------------
MASK = (1 << 64) - 1


def mix(v):
    v = (v ^ (v >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    v = (v ^ (v >> 27)) * 0x94D049BB133111EB & MASK
    return v ^ (v >> 31)


class SplitMix:
    def __init__(self, seed, stream):
        self.state = mix(mix(seed) ^ (stream * 0xD1B54A32D192ED03 & MASK))

    def uniform(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        return (mix(self.state) >> 11) / (1 << 53)


def mace(data, starts, most, tolerance, seed):
    labels, people, table = range(data["labels"]), range(data["participants"]), by_item(data)
    rng, best, count = SplitMix(seed, 0), None, len(data["votes"])

    def expect(know, spam, habit):
        likelihood, posterior, knew = 0.0, [], defaultdict(float)
        spammed = {(w, l): 0.0 for w in people for l in labels}
        for i in range(data["items"]):
            joint = [math.prod(spam[w] * habit[w][l] + (know[w] if l == k else 0) for w, l in table[i].items()) / len(labels) for k in labels]
            likelihood += math.log(sum(joint))
            row = [j / sum(joint) for j in joint]
            posterior.append(row)
            for w, l in table[i].items():
                share = row[l] * know[w] / (spam[w] * habit[w][l] + know[w])
                knew[w] += share
                spammed[w, l] += 1 - share
        return likelihood, posterior, knew, spammed

    for start in range(starts):
        step = (lambda: 1.0) if start == 0 else (lambda: 1 + 1.5 * rng.uniform())
        know, spam, habit = {}, {}, {}
        for w in people:
            s, k = step(), step()
            spam[w], know[w] = s / (s + k), k / (s + k)
            row = [step() for _ in labels]
            habit[w] = [r / sum(row) for r in row]
        likelihood, posterior, knew, spammed = expect(know, spam, habit)
        for _ in range(most):
            for w in people:
                spams = sum(spammed[w, l] for l in labels)
                everything = digamma(knew[w] + spams + 1)
                know[w] = math.exp(digamma(knew[w] + 0.5) - everything)
                spam[w] = math.exp(digamma(spams + 0.5) - everything)
                habit[w] = [math.exp(digamma(spammed[w, l] + 10) - digamma(spams + 10 * len(labels))) for l in labels]
            before = likelihood
            likelihood, posterior, knew, spammed = expect(know, spam, habit)
            if abs(likelihood - before) <= tolerance * count:
                break
        if best is None or likelihood > best[0] + 1e-9 * count:
            best = (likelihood, posterior, dict(knew))
    accuracy = []
    for w in people:
        n = sum(1 for _, who, _ in data["votes"] if who == w)
        a, b = best[2].get(w, 0.0) + 0.5, n - best[2].get(w, 0.0) + 0.5
        right = lambda c: c + (1 - c) / len(labels)
        accuracy.append([right(v) for v in [a / (a + b)] + beta_interval(a, b)])
    return dict(starts=starts, iterations=most, tolerance=tolerance, seed=seed, posterior=best[1], accuracy=accuracy)


# ---- all -----------------------------------------------------------------------------------------------------------------------------
for name, data in FIXTURES.items():
    skill = skills(data)
    usual = max(Counter(len(v) for v in by_item(data).values() if len(v) >= 2).items(), key=lambda pair: (pair[1], pair[0]))[0]
    first = by_item(data)
    golden = dict(
        fixture=name, **data,
        majority=dict(posterior=shares(data, lambda p: 1), accuracy=skill,
                      intervals=[wilson(sum(l == 0 for l in first[i].values()), len(first[i])) for i in range(data["items"])]),
        wawa=dict(posterior=shares(data, lambda p: skill[p][0]), accuracy=skill),
        oneCoin=[dawid_skene(data, True, *case) for case in [(1, 1, 1e-9, 500), (0, 0, 1e-9, 500), (4, 1, 1e-12, 2000)]],
        dawidSkene=[dawid_skene(data, False, *case) for case in [(1, 1, 1e-9, 500), (0, 0, 1e-7, 40), (2, 0.5, 1e-12, 2000)]],
        glad=glad(data),
        mace=mace(data, 4, 50, 1e-9, 1),
        alpha=alpha(data), kappa=dict(votes=usual, value=kappa(data, usual)),
    )
    rounded = json.loads(json.dumps(golden), parse_float=lambda text: float(f"{float(text):.12g}"))
    (HERE / f"{name}.json").write_text(json.dumps(rounded, separators=(",", ":")) + "\n")
    print(name, f"alpha {golden['alpha']:.4f} kappa {golden['kappa']['value']:.4f}", [case["rounds"] for case in golden["oneCoin"] + golden["dawidSkene"]])
