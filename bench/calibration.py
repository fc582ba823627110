"""Whether a score means what it says: of texts with a score of 0.8, eight in ten should be relevant."""

from collections.abc import Sequence

from monitor.assess.words import Weights

BINS = 10


def report(scores: Sequence[float], relevant: Sequence[bool], weights: Weights) -> None:
    """Print the reliability of scores by bin, two sums of it, and what became of the unsure ones."""
    pairs = sorted(zip(scores, relevant, strict=True))
    print("  score        texts   mean score   relevant")
    error = 0.0
    for at in range(BINS):
        some = [each for each in pairs if min(int(each[0] * BINS), BINS - 1) == at]
        if some:
            mean, share = (sum(each[which] for each in some) / len(some) for which in (0, 1))
            error += abs(mean - share) * len(some) / len(pairs)
            print(f"  {at / BINS:.1f} to {(at + 1) / BINS:.1f} {len(some):7} {mean:12.2f} {share:10.2f}")
    brier = sum((score - wanted) ** 2 for score, wanted in pairs) / len(pairs)
    print(f"  Brier score {brier:.3f}, expected calibration error {error:.3f}")
    unsure = [wanted for score, wanted in pairs if weights.unsure <= score < weights.relevant]
    missed = sum(wanted for score, wanted in pairs if score < weights.unsure)
    print(f"  unsure ({weights.unsure} to {weights.relevant}): {len(unsure)}, of which {sum(unsure)} were relevant")
    print(f"  relevant and neither pushed nor unsure: {missed} of {sum(relevant)}")
