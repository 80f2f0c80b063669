using System.Globalization;
using System.Text;
using Nights.DreamSim.Training;
using Nights.Imaging;

namespace Nights.NumericsTests.Training;

/// <summary>A snapshot of squares on grounds: participants find the picture closer whose square has the closer colour, wherever it is.</summary>
internal static class PaintedSnapshot
{
    public static string Write(string folder, int groups, int size = 32, int seed = 1, bool validation = false)
    {
        var table = new StringBuilder("id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,is_imagenet,prompt,group,round\n");
        Directory.CreateDirectory(Path.Combine(folder, "ref"));
        Directory.CreateDirectory(Path.Combine(folder, "distort"));
        for (var g = 0; g < groups; g++)
        {
            var random = new SeededRandom(seed, "group", g);
            var colours = Enumerable.Range(0, 3).Select(_ => new[] { random.Next(256), random.Next(256), random.Next(256) }).ToArray();
            var files = colours.Select(colour => Paint(colour, size, random)).ToArray();
            for (var role = 0; role < 3; role++)
            {
                var (r, a, b) = (role, (role + 1) % 3, (role + 2) % 3);
                var right = Apart(colours[r], colours[b]) < Apart(colours[r], colours[a]) ? 1 : 0;
                var (reference, left, other) = ($"ref/{g:D3}_{role}.png", $"distort/{g:D3}_{role}_0.png", $"distort/{g:D3}_{role}_1.png");
                File.WriteAllBytes(Path.Combine(folder, reference), files[r]);
                File.WriteAllBytes(Path.Combine(folder, left), files[a]);
                File.WriteAllBytes(Path.Combine(folder, other), files[b]);
                table.Append(CultureInfo.InvariantCulture,
                    $"{g * 3 + role},{1 - right},{right},6,{reference},{left},{other},{Split(g, validation)},False,\"An image of a square, \"\"{g}\"\"\",p{g},5\n");
            }
        }

        File.WriteAllText(Path.Combine(folder, "data.csv"), table.ToString());
        return folder;
    }

    private static string Split(int group, bool validation) => group % 4 == 3 ? "test" : validation && group % 4 == 1 ? "val" : "train";

    private static double Apart(int[] a, int[] b) => a.Zip(b).Sum(pair => Math.Pow(pair.First - pair.Second, 2));

    private static byte[] Paint(int[] colour, int size, SeededRandom random)
    {
        var picture = new PixelImage(size, size);
        picture.Bytes.Fill((byte)random.Next(256));
        var (edge, x, y) = (size / 2, random.Next(size / 2), random.Next(size / 2));
        for (var row = y; row < y + edge; row++)
        {
            for (var column = x; column < x + edge; column++)
            {
                for (var channel = 0; channel < 3; channel++) picture.Row(row)[column * 3 + channel] = (byte)colour[channel];
            }
        }

        return picture.EncodePng();
    }
}
