using System.Globalization;
using System.Text;
using Nights.DreamSim.Training;
using Nights.Imaging;

namespace Nights.NumericsTests.Training;

/// <summary>A snapshot of flat pictures: fewer people call two the same the further their greys are apart.</summary>
internal static class PaintedPairs
{
    public static string Write(string folder, int pairs)
    {
        var path = Directory.CreateDirectory(folder).FullName;
        var table = new StringBuilder("id,pair,ref_path,candidate_path,similarity,split\n");
        var random = new SeededRandom(1, "pairs");
        for (var i = 0; i < pairs; i++)
        {
            var (first, apart) = (random.Next(150), random.Next(100));
            foreach (var (grey, k) in new[] { first, first + apart }.Select((grey, k) => (grey, k)))
            {
                var picture = new PixelImage(16, 16);
                picture.Bytes.Fill((byte)grey);
                File.WriteAllBytes(Path.Combine(path, $"{i}_{k}.png"), picture.EncodePng());
            }

            table.Append(CultureInfo.InvariantCulture, $"{i},A,{i}_0.png,{i}_1.png,{1 - apart / 100.0:F2},{(i % 4 == 3 ? "test" : "train")}\n");
        }

        File.WriteAllText(Path.Combine(path, "jnd.csv"), table.ToString());
        return path;
    }
}
