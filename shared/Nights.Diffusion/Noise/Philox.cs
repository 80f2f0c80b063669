namespace Nights.Diffusion.Noise;

/// <summary>Philox 4×32 with ten rounds (Salmon, Moraes, Dror, Shaw 2011): random bits as a function of a counter and a key.</summary>
internal static class Philox
{
    private const int Rounds = 10;

    /// <summary>The first two of the four words at a counter of (low, 0, high, 0).</summary>
    public static (uint First, uint Second) Bits(uint low, uint high, ulong key)
    {
        var (c0, c1, c2, c3) = (low, 0u, high, 0u);
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var (left, right) = (0xD2511F53UL * c0, 0xCD9E8D57UL * c2);
            (c0, c1, c2, c3) = ((uint)(right >> 32) ^ c1 ^ k0, (uint)right, (uint)(left >> 32) ^ c3 ^ k1, (uint)left);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return (c0, c1);
    }
}
